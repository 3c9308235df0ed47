package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.GoAway;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link GoAway} (docs/PROTOCOL.md §5.11). */
final class GoAwayCodec {
  private GoAwayCodec() {}

  static GoAway read(FieldReader in) {
    return new GoAway(in.u16(), in.u32());
  }

  static int size() {
    return FrameType.GO_AWAY.minSize();
  }

  static void write(GoAway goAway, ByteBuf out) {
    FrameHead.write(FrameType.GO_AWAY, size(), out);
    out.writeShort(goAway.reason()).writeInt(goAway.reconnectAfterMillis());
  }
}
