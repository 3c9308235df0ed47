package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Accepted.FullInbox;
import dev.letterlock.protocol.frame.server.Accepted.Range;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link Accepted} (docs/PROTOCOL.md §5.2); see also {@link AcceptedWriter}. */
final class AcceptedCodec {
  private static final int COUNTS = 2 * Short.BYTES;
  private static final int RANGE_SIZE = 16;
  private static final int FULL_SIZE = 24;

  private AcceptedCodec() {}

  static Accepted read(FieldReader in) {
    return new Accepted(readRanges(in), readFull(in));
  }

  static int size(Accepted accepted) {
    return size(accepted.ranges().size(), accepted.full().size());
  }

  static void write(Accepted accepted, ByteBuf out) {
    writeHead(accepted.ranges().size(), accepted.full().size(), out);
    out.writeShort(accepted.ranges().size());
    for (Range range : accepted.ranges()) {
      writeRange(range.firstRef(), range.lastRef(), range.time(), out);
    }
    out.writeShort(accepted.full().size());
    for (FullInbox full : accepted.full()) {
      UserId user = full.device().user();
      writeFull(full.ref(), user.high(), user.low(), full.device().device(), out);
    }
  }

  static int size(int ranges, int full) {
    return Wire.HEADER_SIZE + COUNTS + RANGE_SIZE * ranges + FULL_SIZE * full;
  }

  static void writeHead(int ranges, int full, ByteBuf out) {
    FrameHead.write(FrameType.ACCEPTED, size(ranges, full), out);
  }

  static void writeRange(int firstRef, int lastRef, long time, ByteBuf out) {
    out.writeInt(firstRef).writeInt(lastRef).writeLong(time);
  }

  static void writeFull(int ref, long userHigh, long userLow, int device, ByteBuf out) {
    out.writeInt(ref).writeLong(userHigh).writeLong(userLow).writeInt(device);
  }

  private static List<Range> readRanges(FieldReader in) {
    int count = in.count16("ranges", 1, Wire.MAX_ACCEPTED_RANGES, RANGE_SIZE);
    List<Range> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int firstRef = in.u32();
      ranges.add(new Range(firstRef, in.lastRef(firstRef), in.u64()));
    }
    return ranges;
  }

  private static List<FullInbox> readFull(FieldReader in) {
    int count = in.count16("full inboxes", 0, Wire.MAX_FULL_INBOXES, FULL_SIZE);
    List<FullInbox> full = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      full.add(new FullInbox(in.u32(), in.deviceAddress()));
    }
    return full;
  }
}
