package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.InboxState;
import java.nio.ByteBuffer;

/** The state of an inbox as {@code state.lua} keeps it, as far as it is wanted here. */
public record InboxRecord(Cursor acked, Cursor last, Cursor aged, long confirmedMark) {

  public static InboxRecord read(Object state) {
    ByteBuffer in = ByteBuffer.wrap((byte[]) state);
    in.getLong(); // the generation
    Cursor last = new Cursor(in.getLong(), in.getLong());
    Cursor acked = new Cursor(in.getLong(), in.getLong());
    Cursor aged = new Cursor(in.getLong(), in.getLong());
    return new InboxRecord(acked, last, aged, in.getLong());
  }

  public InboxState state() {
    return new InboxState(acked, last.epoch(), last.seq(), aged, confirmedMark);
  }
}
