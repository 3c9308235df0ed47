package dev.letterlock.server.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static final int LENGTH = 1_300;

  @Test
  void everyBitCounts() {
    ByteBuf bytes = random();
    Set<Long> seen = new HashSet<>();
    seen.add(ContentHash.of(bytes, 0, LENGTH, 0));
    for (int i = 0; i < LENGTH * 8; i++) {
      int index = i / 8;
      int flipped = bytes.getByte(index) ^ 1 << (i % 8);
      bytes.setByte(index, flipped);
      seen.add(ContentHash.of(bytes, 0, LENGTH, 0));
      bytes.setByte(index, flipped ^ 1 << (i % 8));
    }
    assertThat(seen).hasSize(LENGTH * 8 + 1);
  }

  @Test
  void lengthAndFlagsCount() {
    ByteBuf zeros = Unpooled.buffer().writeZero(200);
    Set<Long> seen = new HashSet<>();
    for (int length = 0; length <= 200; length++) {
      seen.add(ContentHash.of(zeros, 0, length, 0));
      seen.add(ContentHash.of(zeros, 0, length, 1));
    }
    assertThat(seen).hasSize(402);
  }

  @Test
  void thePlaceInTheBufferDoesNotCount() {
    ByteBuf bytes = random();
    ByteBuf shifted = Unpooled.buffer().writeZero(13).writeBytes(bytes, 0, LENGTH);

    assertThat(ContentHash.of(shifted, 13, LENGTH, 4))
        .isEqualTo(ContentHash.of(bytes, 0, LENGTH, 4));
  }

  private static ByteBuf random() {
    byte[] bytes = new byte[LENGTH];
    new Random(3).nextBytes(bytes);
    return Unpooled.wrappedBuffer(bytes);
  }
}
