package dev.letterlock.client.messenger.desk;

import java.util.UUID;

/** The time within a message id, which is a UUIDv7. */
public final class MessageTime {

  private static final int BEHIND = 16;

  private MessageTime() {}

  /** When it was made, milliseconds since 1970. */
  public static long of(UUID message) {
    return message.getMostSignificantBits() >>> BEHIND;
  }
}
