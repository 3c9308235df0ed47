package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.Coded;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.Cursor;

/**
 * The places from {@code from} to {@code to} stay empty; acked like an entry by an Ack of {@code
 * to}.
 *
 * @param from the first empty place; the last place of the old epoch for NEW_EPOCH
 * @param to the last empty place, not below {@code from}; (new epoch, 0) for NEW_EPOCH
 */
public record Gap(Cursor from, Cursor to, Reason reason) implements ServerFrame {
  /** Why the places are empty. */
  public enum Reason implements Coded {
    /** The messages expired. */
    EXPIRED(1),
    /** Reserved for later: their senders took them back. */
    RETRACTED(2),
    /** Newer messages with the same collapse tag stand for them. */
    COLLAPSED(3),
    /** Reserved for later: the inbox had no room. */
    FULL(4),
    /** The inbox began a new epoch: reconcile and resubmit (docs/PROTOCOL.md §3.6). */
    NEW_EPOCH(5);

    private final int code;

    Reason(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  @Override
  public int typeCode() {
    return FrameType.GAP.code();
  }
}
