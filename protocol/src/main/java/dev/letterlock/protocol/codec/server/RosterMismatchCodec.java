package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.RosterMismatch.Entry;
import dev.letterlock.protocol.frame.server.RosterMismatch.Kind;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link RosterMismatch} (docs/PROTOCOL.md §5.3). */
final class RosterMismatchCodec {
  private static final int ENTRY_SIZE = 25;
  private static final Kind[] KINDS = Kind.values();

  private RosterMismatchCodec() {}

  static RosterMismatch read(FieldReader in) {
    int firstRef = in.u32();
    int lastRef = in.lastRef(firstRef);
    long recipientListVersion = in.u64();
    long senderListVersion = in.u64();
    int count = in.count8("entries", 0, Wire.MAX_ROSTER_ENTRIES, ENTRY_SIZE);
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(in.deviceAddress(), in.u32(), in.coded("kind", KINDS)));
    }
    return new RosterMismatch(firstRef, lastRef, recipientListVersion, senderListVersion, entries);
  }

  static int size(RosterMismatch mismatch) {
    return FrameType.ROSTER_MISMATCH.minSize() + ENTRY_SIZE * mismatch.entries().size();
  }

  static void write(RosterMismatch mismatch, ByteBuf out) {
    FrameHead.write(FrameType.ROSTER_MISMATCH, size(mismatch), out);
    out.writeInt(mismatch.firstRef()).writeInt(mismatch.lastRef());
    out.writeLong(mismatch.recipientListVersion()).writeLong(mismatch.senderListVersion());
    out.writeByte(mismatch.entries().size());
    for (Entry entry : mismatch.entries()) {
      entry.device().user().writeTo(out);
      out.writeInt(entry.device().device()).writeInt(entry.registration());
      out.writeByte(entry.kind().code());
    }
  }
}
