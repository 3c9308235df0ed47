package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.server.InboxDrained;
import io.netty.buffer.ByteBuf;

/** Bytes of {@link InboxDrained} (docs/PROTOCOL.md §5.5). */
final class InboxDrainedCodec {
  private InboxDrainedCodec() {}

  static InboxDrained read(FieldReader in) {
    return new InboxDrained(in.cursor());
  }

  static int size() {
    return FrameType.INBOX_DRAINED.minSize();
  }

  static void write(InboxDrained drained, ByteBuf out) {
    FrameHead.write(FrameType.INBOX_DRAINED, size(), out);
    drained.cursor().writeTo(out);
  }
}
