package dev.letterlock.protocol.id;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/** A direct or group conversation; how it is derived stands in docs/E2EE.md. */
public record ConversationId(long high, long low) implements Id {

  public static ConversationId of(UUID uuid) {
    return new ConversationId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Reads the id that begins at {@code index}; moves no index of the buffer. */
  public static ConversationId read(ByteBuf buffer, int index) {
    return new ConversationId(Id.high(buffer, index), Id.low(buffer, index));
  }

  /**
   * Reads the usual text form of a UUID.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  public static ConversationId parse(String text) {
    return of(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }
}
