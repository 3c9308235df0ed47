package dev.letterlock.crypto.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWrapTest {

  private final E1 e1 = new E1(Sodium.load());
  private final RecordWrap records = new RecordWrap(e1, new XChaCha20Poly1305(e1.sodium()));
  private final Hash32 payloadHash = Hash32.of(Vectors.bytes("/suite1/ph"));
  private final byte[] record = Vectors.bytes("/suite1/rec");

  @ParameterizedTest
  @ValueSource(strings = {"suite1", "suite2", "relink"})
  void unwrapsAndRepeatsThePublishedRecord(String session) {
    byte[] published = Vectors.bytes("/" + session + "/rec");
    Hash32 hash = Hash32.of(Vectors.bytes("/" + session + "/ph"));
    SecretBytes messageKey = VectorRatchet.firstMessageKey(e1, session);

    SecretBytes cek = records.unwrap(messageKey, published, hash);

    assertThat(cek.revealCopy()).isEqualTo(Vectors.bytes("/" + session + "/cek"));
    RecordHeader header = RecordHeader.parse(published);
    assertThat(records.wrap(messageKey, header, hash, cek)).isEqualTo(published);
    assertThat(header.previousCount()).isZero();
    assertThat(header.count()).isZero();
  }

  @Test
  void refusesEveryTruncation() {
    SecretBytes messageKey = VectorRatchet.firstMessageKey(e1, "suite1");

    for (int length = 0; length < record.length; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      assertThatThrownBy(() -> records.unwrap(messageKey, cut, payloadHash))
          .isInstanceOfSatisfying(
              OpenRejectedException.class,
              e -> assertThat(e.fault()).isEqualTo(OpenFault.BAD_LENGTH));
    }
  }

  @Test
  void refusesEveryFlippedBit() {
    SecretBytes messageKey = VectorRatchet.firstMessageKey(e1, "suite1");

    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] flipped = record.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> records.unwrap(messageKey, flipped, payloadHash))
          .isInstanceOfAny(OpenRejectedException.class, KeyRejectedException.class);
    }
  }

  @Test
  void refusesAnotherPayload() {
    SecretBytes messageKey = VectorRatchet.firstMessageKey(e1, "suite1");
    Hash32 other = Hash32.of(Vectors.bytes("/suite2/ph"));

    assertThatThrownBy(() -> records.unwrap(messageKey, record, other))
        .isInstanceOfSatisfying(
            OpenRejectedException.class, e -> assertThat(e.fault()).isEqualTo(OpenFault.BAD_TAG));
  }
}
