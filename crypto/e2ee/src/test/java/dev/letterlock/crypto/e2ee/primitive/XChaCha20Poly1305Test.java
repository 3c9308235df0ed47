package dev.letterlock.crypto.e2ee.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
class XChaCha20Poly1305Test {

  private static final byte[] PLAINTEXT =
      ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
              + " sunscreen would be it.")
          .getBytes(StandardCharsets.US_ASCII);
  private static final String SEALED =
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
          + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
          + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
          + "21f9664c97637da9768812f615c68b13b52e"
          + "c0875924c1c7987947deafd8780acf49";

  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305(Sodium.load());
  private final MemorySegment key =
      hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  private final MemorySegment nonce = hex("404142434445464748494a4b4c4d4e4f5051525354555657");
  private final MemorySegment associated = hex("50515253c0c1c2c3c4c5c6c7");

  @Test
  void sealsThePublishedExample() {
    byte[] sealed = new byte[PLAINTEXT.length + 16];

    cipher.seal(
        key, nonce, associated, MemorySegment.ofArray(PLAINTEXT), MemorySegment.ofArray(sealed));

    assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(SEALED);
  }

  @Test
  void opensThePublishedExample() {
    byte[] opened = new byte[PLAINTEXT.length];

    assertThat(cipher.open(key, nonce, associated, hex(SEALED), MemorySegment.ofArray(opened)))
        .isTrue();
    assertThat(opened).isEqualTo(PLAINTEXT);
  }

  @Test
  void sealsInPlace() {
    byte[] buffer = new byte[PLAINTEXT.length + 16];
    System.arraycopy(PLAINTEXT, 0, buffer, 0, PLAINTEXT.length);
    MemorySegment whole = MemorySegment.ofArray(buffer);

    cipher.seal(key, nonce, associated, whole.asSlice(0, PLAINTEXT.length), whole);

    assertThat(HexFormat.of().formatHex(buffer)).isEqualTo(SEALED);
  }

  @Test
  void refusesOtherAssociatedData() {
    MemorySegment opened = MemorySegment.ofArray(new byte[PLAINTEXT.length]);

    assertThat(cipher.open(key, nonce, hex("5051"), hex(SEALED), opened)).isFalse();
  }

  @Test
  void refusesEveryFlippedBitOfTheTag() {
    for (int bit = 0; bit < 8 * XChaCha20Poly1305.TAG_SIZE; bit++) {
      byte[] changed = HexFormat.of().parseHex(SEALED);
      changed[PLAINTEXT.length + bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(opens(changed)).as("bit %d", bit).isFalse();
    }
  }

  /** A tag that lacks bytes is never taken for a shorter tag, nor its rest for ciphertext. */
  @Test
  void refusesEveryCutBehindTheTag() {
    byte[] whole = HexFormat.of().parseHex(SEALED);
    for (int length = XChaCha20Poly1305.TAG_SIZE; length < whole.length; length++) {
      assertThat(opens(Arrays.copyOf(whole, length))).as("%d bytes", length).isFalse();
    }
    assertThat(opens(whole)).isTrue();
    assertThat(opens(Arrays.copyOf(whole, whole.length + 1))).isFalse();
  }

  @Test
  void refusesEveryLengthBelowThatOfATag() {
    for (int length = 0; length < XChaCha20Poly1305.TAG_SIZE; length++) {
      MemorySegment tag = MemorySegment.ofArray(new byte[length]);

      assertThatThrownBy(() -> cipher.open(key, nonce, associated, tag, zeros(0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> cipher.seal(key, nonce, associated, zeros(0), tag))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** The smallest of all: nothing but the tag. */
  @Test
  void opensATagOverNothingAndNoOther() {
    byte[] tag = new byte[XChaCha20Poly1305.TAG_SIZE];
    assertThat(opens(tag)).isFalse();

    cipher.seal(key, nonce, associated, zeros(0), MemorySegment.ofArray(tag));

    assertThat(opens(tag)).isTrue();
  }

  /** A wrong length would let the native code write past the end of an array. */
  @ParameterizedTest
  @CsvSource({"31,24,16,0", "33,24,16,0", "32,23,16,0", "32,12,16,0", "32,24,15,0", "32,24,16,1"})
  void refusesWrongLengths(int keySize, int nonceSize, int sealedSize, int openSize) {
    MemorySegment sealed = zeros(sealedSize);
    MemorySegment open = zeros(openSize);

    assertThatThrownBy(
            () -> cipher.seal(zeros(keySize), zeros(nonceSize), associated, open, sealed))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> cipher.open(zeros(keySize), zeros(nonceSize), associated, sealed, open))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesReadOnlyTargets() {
    MemorySegment readOnly = zeros(PLAINTEXT.length + 16).asReadOnly();
    MemorySegment plaintext = MemorySegment.ofArray(PLAINTEXT);

    assertThatThrownBy(() -> cipher.seal(key, nonce, associated, plaintext, readOnly))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private boolean opens(byte[] sealed) {
    MemorySegment opened = zeros(sealed.length - XChaCha20Poly1305.TAG_SIZE);
    return cipher.open(key, nonce, associated, MemorySegment.ofArray(sealed), opened);
  }

  private static MemorySegment zeros(int size) {
    return MemorySegment.ofArray(new byte[size]);
  }

  private static MemorySegment hex(String hex) {
    return MemorySegment.ofArray(HexFormat.of().parseHex(hex));
  }
}
