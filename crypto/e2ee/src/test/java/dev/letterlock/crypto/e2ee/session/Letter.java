package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.time.Instant;

/**
 * A header on its way between two phones, and the key that it should lead to.
 *
 * @param at when the server took it
 */
record Letter(Phone from, Octets header, Hash32 payloadHash, SecretBytes cek, Instant at) {

  /** Of the session that its record names. */
  int tag() {
    return DeviceHeader.parse(header.toByteArray()).recordHeader().tag();
  }

  Letter withHeader(byte[] other) {
    return new Letter(from, Octets.of(other), payloadHash, cek, at);
  }

  Letter withPayload(Hash32 other) {
    return new Letter(from, header, other, cek, at);
  }

  /** As a server delivers it that tells another time. */
  Letter dated(Instant other) {
    return new Letter(from, header, payloadHash, cek, other);
  }
}
