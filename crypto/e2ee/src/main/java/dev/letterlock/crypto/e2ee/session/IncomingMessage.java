package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;

/**
 * A header on its way in.
 *
 * @param sentAt when the server took it, by its word; never later than {@code now}
 * @param now milliseconds since 1970
 */
record IncomingMessage(
    TrustedDevice device, DeviceHeader header, Hash32 payloadHash, long sentAt, long now) {

  IncomingMessage {
    sentAt = Math.min(sentAt, now);
  }
}
