package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Envelopes that follow each other in one inbox and become one entry of its stream. */
final class TakePack {
  private static final int MOST_ENVELOPES = 64;
  private static final int MOST_BYTES = 32 << 10;

  private final ByteBuf heads = Unpooled.buffer();
  private final ByteBuf envelopes = Unpooled.buffer();
  private final boolean alone;
  private final long epoch;
  private long last;
  private int count;

  /**
   * Begins one.
   *
   * @param first place of its first envelope
   * @param alone it may be replaced, so no other goes with it
   */
  TakePack(Cursor first, boolean alone) {
    this.alone = alone;
    epoch = first.epoch();
    last = first.seq() - 1;
  }

  boolean takes(Cursor place, int size) {
    return !alone
        && place.epoch() == epoch
        && place.seq() == last + 1
        && count < MOST_ENVELOPES
        && envelopes.readableBytes() + size <= MOST_BYTES;
  }

  void add(long time, ByteBuffer envelope) {
    heads.writeLong(time).writeInt(envelope.remaining());
    envelopes.writeBytes(envelope);
    last++;
    count++;
  }

  /** Adds id, heads and envelopes as arguments. */
  void addTo(ScriptCall call) {
    call.argument(Long.toUnsignedString(epoch) + "-" + last).argument(heads).argument(envelopes);
  }
}
