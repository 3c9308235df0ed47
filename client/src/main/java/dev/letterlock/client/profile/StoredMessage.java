package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A text that was written here or decrypted.
 *
 * @param id UUIDv7, as on the wire
 * @param index counts the messages of a conversation on this device from 1, in the order in which
 *     they are shown
 * @param sentAt milliseconds since 1970 by the author's clock
 * @param time when the server accepted it, µs since 1970; 0 as long as it has not
 */
public record StoredMessage(
    UUID id,
    UUID conversation,
    long index,
    UUID author,
    int device,
    long sentAt,
    State state,
    long time,
    String text) {

  /** How far it has come. */
  public enum State {
    /** Written here, not accepted by the server. */
    WAITING(0),
    /** Accepted by the server, or sent by another own device. */
    SENT(1),
    /** Written here and refused for good. */
    FAILED(2),
    /** Of somebody else. */
    RECEIVED(3);

    private final int code;

    State(int code) {
      this.code = code;
    }

    private static State of(int code, StateReader in) {
      for (State state : values()) {
        if (state.code == code) {
          return state;
        }
      }
      throw in.badValue("state: " + code + " (expected: 0 to 3)");
    }
  }

  private static final int VERSION = 1;
  private static final int MOST_TEXT = 1 << 17;

  /** The same message further on. */
  public StoredMessage in(State next, long acceptedAt) {
    return new StoredMessage(
        id, conversation, index, author, device, sentAt, next, acceptedAt, text);
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .uuid(id)
          .uuid(conversation)
          .u64(index)
          .uuid(author)
          .u32(device)
          .u64(sentAt)
          .u8(state.code)
          .u64(time)
          .block(text.getBytes(StandardCharsets.UTF_8))
          .toByteArray();
    }
  }

  static StoredMessage decode(byte[] encoded) {
    StateReader in = new StateReader("message", encoded).version(VERSION);
    StoredMessage message =
        new StoredMessage(
            in.uuid(),
            in.uuid(),
            in.u64(),
            in.uuid(),
            in.u32(),
            in.u64(),
            State.of(in.u8(), in),
            in.u64(),
            new String(in.block(MOST_TEXT), StandardCharsets.UTF_8));
    in.end();
    return message;
  }

  @Override
  public String toString() {
    return "StoredMessage[" + id + ", " + state + "]";
  }
}
