package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.Receipt.Entry;
import dev.letterlock.protocol.frame.server.Receipt.Kind;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link Receipt} (docs/PROTOCOL.md §5.7); see also {@link ReceiptWriter}. */
final class ReceiptCodec {
  private static final int ENTRY_SIZE = 45;
  private static final Kind[] KINDS = Kind.values();

  private ReceiptCodec() {}

  static Receipt read(FieldReader in) {
    long mark = in.u64();
    int count = in.count8("entries", 1, Wire.MAX_RECEIPT_MARKS, ENTRY_SIZE);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(
          new Entry(in.coded("kind", KINDS), in.conversationId(), in.userId(), in.u32(), in.u64()));
    }
    return new Receipt(mark, entries);
  }

  static int size(Receipt receipt) {
    return size(receipt.entries().size());
  }

  static void write(Receipt receipt, ByteBuf out) {
    writeHead(receipt.mark(), receipt.entries().size(), out);
    for (Entry entry : receipt.entries()) {
      out.writeByte(entry.kind().code());
      entry.conversation().writeTo(out);
      entry.reader().writeTo(out);
      out.writeInt(entry.senderDevice()).writeLong(entry.upTo());
    }
  }

  static int size(int entries) {
    return Wire.HEADER_SIZE + Long.BYTES + Byte.BYTES + ENTRY_SIZE * entries;
  }

  static void writeHead(long mark, int entries, ByteBuf out) {
    FrameHead.write(FrameType.RECEIPT, size(entries), out);
    out.writeLong(mark).writeByte(entries);
  }
}
