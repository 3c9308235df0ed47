package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.Failure;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link Failure} (docs/PROTOCOL.md §5.12). */
final class FailureCodec {
  private FailureCodec() {}

  static Failure read(FieldReader in) {
    int code = in.u16();
    int aboutType = in.u8();
    int firstRef = in.u32();
    return new Failure(code, aboutType, firstRef, in.lastRef(firstRef), in.requestId(), in.u32());
  }

  static int size() {
    return FrameType.FAILURE.minSize();
  }

  static void write(Failure failure, ByteBuf out) {
    FrameHead.write(FrameType.FAILURE, size(), out);
    out.writeShort(failure.code()).writeByte(failure.aboutType());
    out.writeInt(failure.firstRef()).writeInt(failure.lastRef());
    failure.request().writeTo(out);
    out.writeInt(failure.retryAfterMillis());
  }
}
