package dev.letterlock.loadtest.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.RecordWrap;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import org.junit.jupiter.api.Test;

class StaticPairTest {

  private final E1 e1 = new E1(Sodium.load());
  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
  private final PayloadSlice slices = new PayloadSlice(e1, cipher);
  private final X25519KeyPair alice = e1.sodium().agreementKeyPair();
  private final X25519KeyPair bob = e1.sodium().agreementKeyPair();
  private final StaticPair atAlice = pair(alice, bob);
  private final StaticPair atBob = pair(bob, alice);

  @Test
  void carriesKeysBothWaysInAnyOrder() {
    byte[][] toBob = new byte[5][];
    Hash32[] hashes = new Hash32[5];
    SecretBytes[] keys = new SecretBytes[5];
    for (int i = 0; i < toBob.length; i++) {
      keys[i] = slices.newKey();
      hashes[i] = PayloadHash.of(e1, slices.seal(keys[i], new byte[i], 256));
      toBob[i] = atAlice.wrap(hashes[i], keys[i]);
    }

    for (int i = toBob.length - 1; i >= 0; i--) {
      assertThat(toBob[i]).hasSize(93);
      assertThat(RecordHeader.parse(toBob[i]).count()).isEqualTo(i);
      assertThat(atBob.unwrap(toBob[i], hashes[i]).matches(keys[i])).isTrue();
    }
    byte[] toAlice = atBob.wrap(hashes[0], keys[0]);
    assertThat(atAlice.unwrap(toAlice, hashes[0]).matches(keys[0])).isTrue();
  }

  @Test
  void refusesARecordUnderAnotherPayload() {
    byte[] record = atAlice.wrap(Hash32.ZERO, slices.newKey());
    Hash32 other = PayloadHash.of(e1, new byte[1]);

    assertThatThrownBy(() -> atBob.unwrap(record, other))
        .isInstanceOfSatisfying(
            OpenRejectedException.class, e -> assertThat(e.fault()).isEqualTo(OpenFault.BAD_TAG));
  }

  @Test
  void refusesItsOwnAndForeignRecords() {
    byte[] record = atAlice.wrap(Hash32.ZERO, slices.newKey());
    StaticPair elsewhere = pair(e1.sodium().agreementKeyPair(), alice);

    assertWrongSession(atAlice, record);
    assertWrongSession(elsewhere, record);
  }

  private StaticPair pair(X25519KeyPair own, X25519KeyPair peer) {
    return new StaticPair(e1, new RecordWrap(e1, cipher), own, peer.publicKey());
  }

  private static void assertWrongSession(StaticPair pair, byte[] record) {
    assertThatThrownBy(() -> pair.unwrap(record, Hash32.ZERO))
        .isInstanceOfSatisfying(
            OpenRejectedException.class,
            e -> assertThat(e.fault()).isEqualTo(OpenFault.WRONG_SESSION));
  }
}
