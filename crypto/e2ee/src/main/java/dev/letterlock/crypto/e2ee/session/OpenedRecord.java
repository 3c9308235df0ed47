package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that was authentic, before the state that it led to is written down.
 *
 * @param event what the handshake before it meant, or null
 */
record OpenedRecord(
    SecretBytes cek, @Nullable OwnPreKeys nextPreKeys, @Nullable SessionEvent event) {

  OpenedHeader inState(TrustedDevice sender, PeerState next, @Nullable SessionEvent replaced) {
    List<SessionEvent> events = new ArrayList<>();
    if (replaced != null) {
      events.add(replaced);
    }
    if (event != null) {
      events.add(event);
    }
    return new OpenedHeader(cek, sender, next, nextPreKeys, events);
  }
}
