package dev.letterlock.protocol.id;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/** A message, named by its sender (UUIDv7); the key under which a resubmit is recognised. */
public record MessageId(long high, long low) implements Id {

  public static MessageId of(UUID uuid) {
    return new MessageId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Reads the id that begins at {@code index}; moves no index of the buffer. */
  public static MessageId read(ByteBuf buffer, int index) {
    return new MessageId(Id.high(buffer, index), Id.low(buffer, index));
  }

  /**
   * Reads the usual text form of a UUID.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  public static MessageId parse(String text) {
    return of(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
