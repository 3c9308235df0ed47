package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An opened header (docs/E2EE.md §2.5).
 *
 * @param cek 32 bytes, opens the slice; the receiver's to close
 * @param sender whose session it was; the content must name the same user and device
 * @param next to be stored in one transaction with the message, before the envelope is acked; the
 *     old state is then to be closed
 * @param nextPreKeys likewise, or null if the own pre-keys are as before
 * @param events oldest first, mostly none
 */
public record OpenedHeader(
    SecretBytes cek,
    TrustedDevice sender,
    PeerState next,
    @Nullable OwnPreKeys nextPreKeys,
    List<SessionEvent> events) {

  public OpenedHeader {
    events = List.copyOf(events);
  }

  /** The own pre-keys without those used here, if any were. */
  public Optional<OwnPreKeys> changedPreKeys() {
    return Optional.ofNullable(nextPreKeys);
  }
}
