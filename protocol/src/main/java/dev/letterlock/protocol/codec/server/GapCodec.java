package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.Gap.Reason;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link Gap} (docs/PROTOCOL.md §5.6). */
final class GapCodec {
  private static final Reason[] REASONS = Reason.values();

  private GapCodec() {}

  static Gap read(FieldReader in) {
    Cursor from = in.cursor();
    Cursor to = in.cursor();
    if (to.compareTo(from) < 0) {
      throw in.malformed("to seq", to.seq(), "not below from");
    }
    return new Gap(from, to, in.coded("reason", REASONS));
  }

  static int size() {
    return FrameType.GAP.minSize();
  }

  static void write(Gap gap, ByteBuf out) {
    FrameHead.write(FrameType.GAP, size(), out);
    gap.from().writeTo(out);
    gap.to().writeTo(out);
    out.writeByte(gap.reason().code());
  }
}
