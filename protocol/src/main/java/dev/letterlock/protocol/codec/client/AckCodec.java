package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.StoredFlags;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.Ack;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link Ack} (docs/PROTOCOL.md §4.3). */
final class AckCodec {
  private AckCodec() {}

  static Ack read(FieldReader in) {
    return new Ack(in.cursor(), in.u64(), in.hasFlag(StoredFlags.SILENT));
  }

  static int size() {
    return FrameType.ACK.minSize();
  }

  static void write(Ack ack, ByteBuf out) {
    FrameHead.write(FrameType.ACK, StoredFlags.of(ack.silent()), size(), out);
    ack.cursor().writeTo(out);
    out.writeLong(ack.receiptMark());
  }
}
