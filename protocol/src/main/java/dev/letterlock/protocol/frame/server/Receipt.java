package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.Coded;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/**
 * How far messages of the user's devices came. Sent again until an Ack carries {@code mark} or
 * more.
 *
 * @param mark what an Ack confirms, u64, rising; 0 when more frames of the same batch follow
 * @param entries 1 to 64
 */
public record Receipt(long mark, List<Entry> entries) implements ServerFrame {
  /** What happened to the messages. */
  public enum Kind implements Coded {
    /** A first device of the reader has stored them. */
    DELIVERED(1),
    /** The reader has read them. */
    READ(2),
    /** They expired before any device of the reader had them. */
    EXPIRED(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /**
   * A watermark: never goes back.
   *
   * @param senderDevice the own device whose messages are meant, u32
   * @param upTo server time of the newest message meant, µs since 1970, u64
   */
  public record Entry(
      Kind kind, ConversationId conversation, UserId reader, int senderDevice, long upTo) {}

  public Receipt {
    entries = List.copyOf(entries);
  }

  @Override
  public int typeCode() {
    return FrameType.RECEIPT.code();
  }
}
