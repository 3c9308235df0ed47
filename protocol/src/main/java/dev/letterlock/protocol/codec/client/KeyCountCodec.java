package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.KeyCount;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link KeyCount} (docs/PROTOCOL.md §4.6): nothing but the header. */
final class KeyCountCodec {
  private KeyCountCodec() {}

  static KeyCount read() {
    return new KeyCount();
  }

  static int size() {
    return FrameType.KEY_COUNT.minSize();
  }

  static void write(ByteBuf out) {
    FrameHead.write(FrameType.KEY_COUNT, size(), out);
  }
}
