package dev.letterlock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class OpaqueBytesTest {
  @Test
  void isEqualToTheSameBytes() {
    ByteBuf buffer = Unpooled.wrappedBuffer(new byte[] {9, 1, 2, 9});
    OpaqueBytes copy = OpaqueBytes.copyOf(buffer, 1, 2);
    assertThat(copy).isEqualTo(OpaqueBytes.wrap(new byte[] {1, 2}));
    assertThat(copy).hasSameHashCodeAs(OpaqueBytes.wrap(new byte[] {1, 2}));
    assertThat(copy).isNotEqualTo(OpaqueBytes.wrap(new byte[] {1, 3}));
  }

  @Test
  void handsOutCopies() {
    OpaqueBytes bytes = OpaqueBytes.wrap(new byte[] {1, 2});
    bytes.toByteArray()[0] = 7;
    assertThat(bytes.toByteArray()).containsExactly(1, 2);
  }

  @Test
  void showsItsLengthAndNothingElse() {
    assertThat(OpaqueBytes.wrap(new byte[] {65, 66})).hasToString("2 bytes");
  }

  @Test
  void isZeroOnlyWhenAllBytesAre() {
    assertThat(OpaqueBytes.wrap(new byte[3]).isZero()).isTrue();
    assertThat(OpaqueBytes.wrap(new byte[] {0, 0, 1}).isZero()).isFalse();
  }
}
