package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.Ping;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link Ping} (docs/PROTOCOL.md §4.7). */
final class PingCodec {
  private PingCodec() {}

  static Ping read(FieldReader in) {
    return new Ping(in.u64());
  }

  static int size() {
    return FrameType.PING.minSize();
  }

  static void write(Ping ping, ByteBuf out) {
    FrameHead.write(FrameType.PING, size(), out);
    out.writeLong(ping.opaque());
  }
}
