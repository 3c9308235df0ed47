package dev.letterlock.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedHashTest {

  private static final Sodium SODIUM = Sodium.load();
  private static final byte[] MESSAGE = SODIUM.randomBytes(200_000);

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 65_537, 200_000})
  void isTheSameInWhateverParts(int part) {
    StreamedHash hash = SODIUM.startHash();
    for (int at = 0; at < MESSAGE.length; at += part) {
      hash.update(ByteBuffer.wrap(MESSAGE, at, Math.min(part, MESSAGE.length - at)));
    }

    assertThat(hash.finish()).isEqualTo(Hash32.of(SODIUM.hash(MESSAGE, Hash32.SIZE)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesTheBufferWhereItWas(boolean direct) {
    ByteBuffer part = direct ? ByteBuffer.allocateDirect(9) : ByteBuffer.allocate(9);
    part.put(MESSAGE, 0, 9).flip().position(2);
    StreamedHash hash = SODIUM.startHash();

    hash.update(part);

    assertThat(part.position()).isEqualTo(2);
    byte[] taken = new byte[7];
    part.get(taken);
    assertThat(hash.finish()).isEqualTo(Hash32.of(SODIUM.hash(taken, Hash32.SIZE)));
  }
}
