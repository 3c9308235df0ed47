package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.StoredFlags;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Bytes of {@link Hello} (docs/PROTOCOL.md §4.1). */
final class HelloCodec {
  private HelloCodec() {}

  static Hello read(FieldReader in) {
    int version = version(in.u8());
    int minor = in.u8();
    int device = in.u32();
    Cursor resume = in.cursor();
    int messages = in.u32("credit messages", 1, Wire.MAX_CREDIT_MESSAGES);
    int bytes = in.u32("credit bytes", Wire.MIN_CREDIT_BYTES, Wire.MAX_CREDIT_BYTES);
    String token = in.ascii("token", in.count16("token length", 0, Wire.MAX_TOKEN, 1));
    boolean silent = in.hasFlag(StoredFlags.SILENT);
    return new Hello(version, minor, device, resume, messages, bytes, token, silent);
  }

  static int size(Hello hello) {
    return FrameType.HELLO.minSize() + hello.token().length();
  }

  static void write(Hello hello, ByteBuf out) {
    FrameHead.write(FrameType.HELLO, StoredFlags.of(hello.silent()), size(hello), out);
    out.writeByte(hello.version()).writeByte(hello.minor()).writeInt(hello.device());
    hello.resume().writeTo(out);
    out.writeInt(hello.creditMessages()).writeInt(hello.creditBytes());
    out.writeShort(hello.token().length());
    ByteBufUtil.writeAscii(out, hello.token());
  }

  private static int version(int version) {
    if (version != Wire.VERSION) {
      throw new ProtocolException(
          ErrorCode.WRONG_VERSION,
          CloseCode.WRONG_VERSION,
          "Hello version: " + version + " (expected: " + Wire.VERSION + ")");
    }
    return version;
  }
}
