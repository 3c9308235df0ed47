package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class E1Test {

  private final E1 e1 = new E1(Sodium.load());
  private final SecretBytes key = SecretBytes.copyOf(new byte[32]);
  private final byte[] input = {1, 2, 3};

  @Test
  void joinsPartsWithoutAMark() {
    assertThat(e1.hash(Label.PAYLOAD_HASH, new byte[] {1}, new byte[] {2, 3}))
        .isEqualTo(e1.hash(Label.PAYLOAD_HASH, input));
  }

  @Test
  void separatesEveryLabelFromEveryOther() {
    Stream<Hash32> hashes = Arrays.stream(Label.values()).map(label -> e1.hash(label, input));

    assertThat(hashes).doesNotHaveDuplicates().hasSameSizeAs(Label.values());
  }

  @Test
  void beginsEveryLabelWithTheProtocol() {
    assertThat(Label.values()).allSatisfy(label -> assertThat(label.text()).startsWith("E1:"));
  }

  /** The output length is part of the hash, so a shorter output is no prefix of a longer one. */
  @Test
  void sharesNoOutputBetweenLengths() {
    byte[] shorter = e1.kdf(key, Label.PAYLOAD_KEYS, 32, input).revealCopy();
    byte[] longer = e1.kdf(key, Label.PAYLOAD_KEYS, 64, input).revealCopy();

    assertThat(Arrays.copyOf(longer, 32)).isNotEqualTo(shorter);
  }

  @Test
  void derivesByKey() {
    SecretBytes other = SecretBytes.copyOf(new byte[33]);

    assertThat(
            e1.kdf(key, Label.PAYLOAD_KEYS, 32, input)
                .matches(e1.kdf(other, Label.PAYLOAD_KEYS, 32, input)))
        .isFalse();
  }
}
