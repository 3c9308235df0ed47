package dev.letterlock.crypto.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSliceTest {

  private static final int SMALLEST = 256;

  private final E1 e1 = new E1(Sodium.load());
  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
  private final PayloadSlice slices = new PayloadSlice(e1, cipher);
  private final SecretBytes cek = slices.newKey();

  @ParameterizedTest
  @ValueSource(strings = {"suite1", "suite2", "relink"})
  void opensAndRepeatsThePublishedSlice(String session) {
    SecretBytes key = Vectors.secret("/" + session + "/cek");
    byte[] slice = Vectors.bytes("/" + session + "/slice");

    byte[] content = bytes(slices.open(key, slice));

    byte[] nonce = Arrays.copyOfRange(slice, 1, 25);
    assertThat(slices.seal(key, content, SMALLEST, nonce)).isEqualTo(slice);
    assertThat(PayloadHash.of(e1, slice).toByteArray())
        .isEqualTo(Vectors.bytes("/" + session + "/ph"));
  }

  @ParameterizedTest
  @CsvSource({"0,256", "1,256", "255,256", "256,512", "1000,1024", "65535,65536"})
  void opensWhatItSealed(int length, int paddedSize) {
    byte[] content = e1.sodium().randomBytes(length);

    byte[] slice = slices.seal(cek, content, paddedSize);

    assertThat(slice).hasSize(73 + paddedSize);
    assertThat(bytes(slices.open(cek, slice))).isEqualTo(content);
  }

  @Test
  void keepsZerosAtTheEndOfTheContent() {
    byte[] content = {1, (byte) 0x80, 0, 0};

    assertThat(bytes(slices.open(cek, slices.seal(cek, content, SMALLEST)))).isEqualTo(content);
  }

  @Test
  void neverSealsAlike() {
    byte[] content = new byte[100];

    assertThat(slices.seal(cek, content, SMALLEST))
        .isNotEqualTo(slices.seal(cek, content, SMALLEST));
  }

  @ParameterizedTest
  @CsvSource({"256,256", "65536,65536", "0,0", "0,255", "0,768", "0,131072"})
  void refusesToSealWhatDoesNotFit(int length, int paddedSize) {
    assertThatThrownBy(() -> slices.seal(cek, new byte[length], paddedSize))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEveryTruncation() {
    byte[] slice = slices.seal(cek, new byte[10], SMALLEST);

    for (int length = 0; length < slice.length; length++) {
      byte[] cut = Arrays.copyOf(slice, length);
      assertRejected(OpenFault.BAD_LENGTH, () -> slices.open(cek, cut));
    }
  }

  @Test
  void refusesEveryFlippedBit() {
    byte[] slice = slices.seal(cek, new byte[10], SMALLEST);

    for (int bit = 0; bit < slice.length * 8; bit++) {
      byte[] flipped = slice.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      OpenFault expected =
          bit < 8
              ? OpenFault.BAD_VERSION
              : bit < 57 * 8 ? OpenFault.BAD_COMMITMENT : OpenFault.BAD_TAG;
      assertRejected(expected, () -> slices.open(cek, flipped));
    }
  }

  @Test
  void refusesAnotherKeyByTheCommitment() {
    byte[] slice = slices.seal(cek, new byte[10], SMALLEST);

    assertRejected(OpenFault.BAD_COMMITMENT, () -> slices.open(slices.newKey(), slice));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x81, 0xff})
  void refusesAuthenticContentWithoutPadding(int last) {
    byte[] slice = sealUnpadded((byte) last);

    assertRejected(OpenFault.BAD_PADDING, () -> slices.open(cek, slice));
  }

  @Test
  void refusesAKeyOfAnotherLength() {
    assertThatThrownBy(() -> slices.seal(SecretBytes.copyOf(new byte[33]), new byte[1], SMALLEST))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A slice with good commitment and tag over 255 zeros and the given byte. */
  private byte[] sealUnpadded(byte last) {
    byte[] padded = new byte[SMALLEST];
    padded[SMALLEST - 1] = last;
    byte[] slice = slices.seal(cek, new byte[0], SMALLEST);
    MemorySegment whole = MemorySegment.ofArray(slice);
    byte[] nonce = Arrays.copyOfRange(slice, 1, 25);
    try (SecretBytes keys = e1.kdf(cek, Label.PAYLOAD_KEYS, 64, nonce)) {
      cipher.seal(
          keys.revealView().asSlice(0, 32),
          whole.asSlice(1, 24),
          whole.asSlice(0, 57),
          MemorySegment.ofArray(padded),
          whole.asSlice(57));
    }
    return slice;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void assertRejected(OpenFault fault, ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            OpenRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
