package dev.letterlock.testing;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Forgets a buffer. Not named as a test: {@link NoLeaksExtensionTest} runs it. */
class LeakyFixture {
  @Nested
  class Inside {
    @Test
    void forgetsABuffer() {
      Unpooled.directBuffer(16).writeLong(1);
    }
  }
}
