package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every parser of key material must refuse. */
public final class KeyFaults {

  private KeyFaults() {}

  public static void assertRejected(KeyFault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .message()
        .startsWith(fault + ": ")
        .contains("(expected: ");
  }

  /** Every shorter length and one byte more. */
  public static void assertStrictLength(byte[] encoded, Consumer<byte[]> parser) {
    for (int length = 0; length <= encoded.length + 1; length++) {
      byte[] other = Arrays.copyOf(encoded, length);
      if (length != encoded.length) {
        assertRejected(KeyFault.BAD_LENGTH, () -> parser.accept(other));
      }
    }
  }

  /** No single bit can be changed without being refused by parser or signature. */
  public static void assertEveryBitCounts(byte[] encoded, Consumer<byte[]> parseAndVerify) {
    for (int bit = 0; bit < encoded.length * 8; bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> parseAndVerify.accept(flipped))
          .describedAs("bit %d", bit)
          .isInstanceOf(KeyRejectedException.class);
    }
  }
}
