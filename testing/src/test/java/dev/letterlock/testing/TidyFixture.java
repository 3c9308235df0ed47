package dev.letterlock.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/**
 * Releases one buffer and keeps another. Not named as a test: {@link NoLeaksExtensionTest} runs it.
 */
class TidyFixture {
  private static final ByteBuf KEPT = Unpooled.buffer(16);

  @Test
  void releasesItsBuffer() {
    KEPT.writeLong(1);
    Unpooled.directBuffer(16).writeLong(1).release();
  }
}
