package dev.letterlock.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Hands out buffers to one test and checks afterwards that nobody else has kept or released one.
 */
public final class TrackedBuffers implements AfterEachCallback {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final List<ByteBuf> handedOut = new ArrayList<>();

  /** An empty buffer. */
  public ByteBuf empty() {
    ByteBuf buffer = allocator.buffer();
    handedOut.add(buffer);
    return buffer;
  }

  /** A buffer with these bytes. */
  public ByteBuf of(byte[] bytes) {
    return empty().writeBytes(bytes);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    for (ByteBuf buffer : handedOut) {
      assertThat(buffer.refCnt()).as("reference count").isEqualTo(1);
      buffer.release();
    }
    handedOut.clear();
    assertThat(allocator.metric().usedHeapMemory()).as("heap memory in use").isZero();
    assertThat(allocator.metric().usedDirectMemory()).as("direct memory in use").isZero();
  }
}
