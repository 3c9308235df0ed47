package dev.letterlock.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {
  @Test
  void ordersByEpochThenSeqBothUnsigned() {
    assertThat(
            List.of(
                new Cursor(-1, 0),
                new Cursor(1, -1),
                new Cursor(1, Long.MAX_VALUE),
                new Cursor(0, 9),
                Cursor.ZERO))
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void isEqualOnlyToTheSamePlace() {
    assertThat(new Cursor(3, 4)).isEqualByComparingTo(new Cursor(3, 4));
    assertThat(Cursor.compare(3, 4, 3, 5)).isNegative();
    assertThat(Cursor.compare(4, 0, 3, 5)).isPositive();
  }

  @Test
  void isWrittenAsTwoNumbers() {
    Cursor cursor = new Cursor(-2, 77);
    ByteBuf buffer = Unpooled.buffer().writeZero(1);
    cursor.writeTo(buffer);
    assertThat(new Cursor(buffer.getLong(1), buffer.getLong(1 + Long.BYTES))).isEqualTo(cursor);
    assertThat(cursor).hasToString("18446744073709551614:77");
  }
}
