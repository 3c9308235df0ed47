package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Hash32;
import java.util.Optional;

/**
 * For whom something was drafted: nobody else is ever sent it, unless a person says so
 * (docs/E2EE.md R4).
 *
 * @param accountKey that was pinned of the recipient then; empty if none was, or for what goes to
 *     oneself or to a group
 * @param certificate certHash of the one device that a message goes to once more; empty for all
 *     else
 */
public record Meant(Optional<KeyFingerprint> accountKey, Optional<Hash32> certificate) {

  /** For whoever the pins name when it is sealed. */
  public static final Meant ANYBODY = new Meant(Optional.empty(), Optional.empty());

  /** For the account that this key stands for. */
  public static Meant under(KeyFingerprint accountKey) {
    return new Meant(Optional.of(accountKey), Optional.empty());
  }

  /** For the device of this certificate. */
  public static Meant forDevice(Hash32 certHash) {
    return new Meant(Optional.empty(), Optional.of(certHash));
  }

  void write(StateWriter out) {
    out.flag(accountKey.isPresent());
    accountKey.ifPresent(key -> out.u64(key.high()).u64(key.low()));
    out.flag(certificate.isPresent());
    certificate.ifPresent(out::value);
  }

  static Meant read(StateReader in) {
    Optional<KeyFingerprint> accountKey =
        in.flag() ? Optional.of(new KeyFingerprint(in.u64(), in.u64())) : Optional.empty();
    return new Meant(accountKey, in.flag() ? Optional.of(in.hash()) : Optional.empty());
  }
}
