package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.ReadReceipt.Mark;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link ReadReceipt} (docs/PROTOCOL.md §4.4). */
final class ReadReceiptCodec {
  private static final int MARK_SIZE = 44;

  private ReadReceiptCodec() {}

  static ReadReceipt read(FieldReader in) {
    int count = in.count8("marks", 1, Wire.MAX_RECEIPT_MARKS, MARK_SIZE);
    List<Mark> marks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      marks.add(new Mark(in.conversationId(), in.deviceAddress(), in.u64()));
    }
    return new ReadReceipt(marks);
  }

  static int size(ReadReceipt receipt) {
    return Wire.HEADER_SIZE + Byte.BYTES + MARK_SIZE * receipt.marks().size();
  }

  static void write(ReadReceipt receipt, ByteBuf out) {
    FrameHead.write(FrameType.READ_RECEIPT, size(receipt), out);
    out.writeByte(receipt.marks().size());
    for (Mark mark : receipt.marks()) {
      mark.conversation().writeTo(out);
      mark.sender().user().writeTo(out);
      out.writeInt(mark.sender().device()).writeLong(mark.upTo());
    }
  }
}
