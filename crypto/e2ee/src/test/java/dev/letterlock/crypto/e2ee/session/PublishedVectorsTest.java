package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.Vectors;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.VectorDevices;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.testing.SettableClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** docs/vectors/e1.json in the receiver's role, through the whole of {@link PairwiseSessions}. */
class PublishedVectorsTest {

  private final E1 e1 = Phone.E1_OF_TESTS;
  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
  private final OwnDevice own = VectorDevices.receiver(e1);
  private final TrustedDevice sender = VectorDevices.trusted(VectorDevices.sender(e1));
  private final PairwiseSessions sessions =
      new PairwiseSessions(e1, cipher, own, new SettableClock(), new SeededRandom(0));
  private final PeerState unknown =
      PeerState.unknown(new UUID(0xa1a1a1a1a1a1a1a1L, 0xa1a1a1a1a1a1a1a1L), 1);

  @Test
  void opensTheHybridSessionAndTheOneLinkedToIt() {
    OpenedHeader first = open(unknown, "suite2");
    OpenedHeader linked = open(first.next(), "relink");

    assertThat(text(first, "suite2")).isEqualTo("hello e2e");
    assertThat(text(linked, "relink")).isEqualTo("hello e2e");
    assertThat(first.events()).singleElement().isInstanceOf(SessionEvent.Started.class);
    assertThat(linked.events()).singleElement().isInstanceOf(SessionEvent.Relinked.class);
    assertThat(linked.changedPreKeys()).hasValueSatisfying(PublishedVectorsTest::isSpent);
  }

  @Test
  void refusesTheClassicSessionBetweenTwoHybridDevices() {
    assertThatExceptionOfType(OpenRejectedException.class)
        .isThrownBy(() -> open(unknown, "suite1"))
        .matches(e -> e.fault() == OpenFault.SUITE_REFUSED);
  }

  private OpenedHeader open(PeerState state, String session) {
    byte[] preKey = Vectors.bytes("/" + session + "/hdr");
    byte[] record = Vectors.bytes("/" + session + "/rec");
    return sessions.decrypt(
        state,
        sender,
        VectorDevices.preKeys(e1),
        ByteBuffer.allocate(preKey.length + record.length).put(preKey).put(record).array(),
        Hash32.of(Vectors.bytes("/" + session + "/ph")),
        new SettableClock().instant());
  }

  private String text(OpenedHeader opened, String session) {
    return StandardCharsets.UTF_8
        .decode(
            new PayloadSlice(e1, cipher)
                .open(opened.cek(), Vectors.bytes("/" + session + "/slice")))
        .toString();
  }

  private static void isSpent(OwnPreKeys keys) {
    assertThat(keys.oneTimeCount()).isZero();
    assertThat(keys.kemOneTimeCount()).isZero();
  }
}
