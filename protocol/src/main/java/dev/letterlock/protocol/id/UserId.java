package dev.letterlock.protocol.id;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/** An account, named by the server. */
public record UserId(long high, long low) implements Id {

  public static UserId of(UUID uuid) {
    return new UserId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Reads the id that begins at {@code index}; moves no index of the buffer. */
  public static UserId read(ByteBuf buffer, int index) {
    return new UserId(Id.high(buffer, index), Id.low(buffer, index));
  }

  /**
   * Reads the usual text form of a UUID.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  public static UserId parse(String text) {
    return of(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
