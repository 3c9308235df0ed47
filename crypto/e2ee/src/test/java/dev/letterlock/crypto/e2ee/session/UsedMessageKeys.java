package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.RecordWrap;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** The message keys under which letters were sealed: a device that was set back repeats some. */
final class UsedMessageKeys {

  private final E1 e1 = Phone.E1_OF_TESTS;
  private final RecordWrap records = new RecordWrap(e1, new XChaCha20Poly1305(e1.sodium()));
  private final Set<Octets> keys = new HashSet<>();
  private int letters;

  /**
   * Finds the key of a letter, unless it is the first after a step, whose key is new in any case,
   * and checks that it opens the letter.
   *
   * @param before as the sender's state stood when the letter was sealed
   */
  void note(PeerState before, Letter letter) {
    try (PeerSessions sessions = before.open(e1)) {
      Ratchet ratchet = Objects.requireNonNull(sessions.active()).ratchet();
      if (ratchet.awaitsSending()) {
        return;
      }
      try (SecretBytes key = ratchet.nextSending(new SeededRandom(0)).messageKey();
          SecretBytes opened = records.unwrap(key, record(letter), letter.payloadHash())) {
        assertThat(opened.matches(letter.cek())).as("the key of the letter").isTrue();
        keys.add(Octets.of(key.revealCopy()));
        letters++;
      }
    }
  }

  /** How many letters had a message key that another one had. */
  int repeated() {
    return letters - keys.size();
  }

  private static byte[] record(Letter letter) {
    return DeviceHeader.parse(letter.header().toByteArray()).record().toByteArray();
  }
}
