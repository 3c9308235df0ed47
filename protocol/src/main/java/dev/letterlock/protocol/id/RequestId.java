package dev.letterlock.protocol.id;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/** A question of a client, repeated in the answer; all zeros where there is none. */
public record RequestId(long high, long low) implements Id {
  /** The absent request. */
  public static final RequestId NONE = new RequestId(0, 0);

  public static RequestId of(UUID uuid) {
    return new RequestId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Reads the id that begins at {@code index}; moves no index of the buffer. */
  public static RequestId read(ByteBuf buffer, int index) {
    return new RequestId(Id.high(buffer, index), Id.low(buffer, index));
  }

  /**
   * Reads the usual text form of a UUID.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  public static RequestId parse(String text) {
    return of(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
