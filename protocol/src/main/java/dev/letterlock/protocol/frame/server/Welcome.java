package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.Coded;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.Cursor;

/**
 * Answers Hello: the session is open.
 *
 * @param serverTime µs since 1970, u64
 * @param cursor the epoch now in force and the seq up to which the server holds the inbox acked
 * @param maxFrame largest frame that the server takes, bytes, u32
 * @param maxSlice largest slice that the server takes, bytes, u32
 * @param maxUnanswered Sends that may wait for an answer, u16
 * @param retentionSeconds how long a message waits at most, u32
 * @param acceptedHorizonMillis how long a client keeps what was accepted, u32
 * @param durability what Accepted promises
 * @param pingSeconds silence after which a client should ping, u16
 * @param minor newest additions that the server knows, u8
 */
public record Welcome(
    long serverTime,
    Cursor cursor,
    int maxFrame,
    int maxSlice,
    int maxUnanswered,
    int retentionSeconds,
    int acceptedHorizonMillis,
    Durability durability,
    int pingSeconds,
    int minor)
    implements ServerFrame {
  /** What Accepted promises. */
  public enum Durability implements Coded {
    /** Synced to disk before the answer. */
    SYNC(1),
    /** Survives the death of any process, may lose the last seconds on power loss. */
    RELAXED(2);

    private final int code;

    Durability(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  @Override
  public int typeCode() {
    return FrameType.WELCOME.code();
  }
}
