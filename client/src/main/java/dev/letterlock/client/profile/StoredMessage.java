package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A text or a file that was written here or decrypted.
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
    Said said) {

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

  private static final int TEXT = 1;
  private static final int FILE = 2;
  private static final int MOST_TEXT = 1 << 17;

  /** A text. */
  public StoredMessage(
      UUID id,
      UUID conversation,
      long index,
      UUID author,
      int device,
      long sentAt,
      State state,
      long time,
      String text) {
    this(id, conversation, index, author, device, sentAt, state, time, Said.text(text));
  }

  /** Of a file nothing. */
  public String text() {
    return said.text();
  }

  /** The same message further on. */
  public StoredMessage in(State next, long acceptedAt) {
    return new StoredMessage(
        id, conversation, index, author, device, sentAt, next, acceptedAt, said);
  }

  byte[] encode() {
    Octets pointer = said.pointer();
    try (StateWriter out = new StateWriter()) {
      return out.u8(pointer == null ? TEXT : FILE)
          .uuid(id)
          .uuid(conversation)
          .u64(index)
          .uuid(author)
          .u32(device)
          .u64(sentAt)
          .u8(state.code)
          .u64(time)
          .block(
              pointer == null
                  ? said.text().getBytes(StandardCharsets.UTF_8)
                  : pointer.toByteArray())
          .toByteArray();
    }
  }

  static StoredMessage decode(byte[] encoded) {
    StateReader in = new StateReader("message", encoded);
    int kind = in.u8();
    if (kind != TEXT && kind != FILE) {
      throw in.badValue("message version: " + kind + " (expected: 1 or 2)");
    }
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
            said(kind, in.block(MOST_TEXT)));
    in.end();
    return message;
  }

  private static Said said(int kind, byte[] block) {
    return kind == TEXT
        ? Said.text(new String(block, StandardCharsets.UTF_8))
        : new Said("", Octets.of(block));
  }

  @Override
  public String toString() {
    return "StoredMessage[" + id + ", " + state + "]";
  }
}
