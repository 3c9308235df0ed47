package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.KeysLow;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link KeysLow} (docs/PROTOCOL.md §5.9). */
final class KeysLowCodec {
  private KeysLowCodec() {}

  static KeysLow read(FieldReader in) {
    return new KeysLow(in.u16(), in.u16(), in.u32(), in.flag("last resort"));
  }

  static int size() {
    return FrameType.KEYS_LOW.minSize();
  }

  static void write(KeysLow low, ByteBuf out) {
    FrameHead.write(FrameType.KEYS_LOW, size(), out);
    out.writeShort(low.oneTime()).writeShort(low.kemOneTime());
    out.writeInt(low.signedPreKeyAgeSeconds()).writeByte(low.lastResort() ? 1 : 0);
  }
}
