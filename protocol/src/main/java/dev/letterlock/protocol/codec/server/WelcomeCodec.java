package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.frame.server.Welcome.Durability;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link Welcome} (docs/PROTOCOL.md §5.1). */
final class WelcomeCodec {
  private static final Durability[] DURABILITIES = Durability.values();

  private WelcomeCodec() {}

  static Welcome read(FieldReader in) {
    return new Welcome(
        in.u64(),
        in.cursor(),
        in.u32(),
        in.u32(),
        in.u16(),
        in.u32(),
        in.u32(),
        in.coded("durability", DURABILITIES),
        in.u16(),
        in.u8());
  }

  static int size() {
    return FrameType.WELCOME.minSize();
  }

  static void write(Welcome welcome, ByteBuf out) {
    FrameHead.write(FrameType.WELCOME, size(), out);
    out.writeLong(welcome.serverTime());
    welcome.cursor().writeTo(out);
    out.writeInt(welcome.maxFrame()).writeInt(welcome.maxSlice());
    out.writeShort(welcome.maxUnanswered());
    out.writeInt(welcome.retentionSeconds()).writeInt(welcome.acceptedHorizonMillis());
    out.writeByte(welcome.durability().code());
    out.writeShort(welcome.pingSeconds()).writeByte(welcome.minor());
  }
}
