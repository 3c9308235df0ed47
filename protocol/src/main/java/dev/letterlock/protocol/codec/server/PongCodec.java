package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.Pong;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link Pong} (docs/PROTOCOL.md §5.10). */
final class PongCodec {
  private PongCodec() {}

  static Pong read(FieldReader in) {
    return new Pong(in.u64(), in.u64());
  }

  static int size() {
    return FrameType.PONG.minSize();
  }

  static void write(Pong pong, ByteBuf out) {
    FrameHead.write(FrameType.PONG, size(), out);
    out.writeLong(pong.opaque()).writeLong(pong.serverTime());
  }
}
