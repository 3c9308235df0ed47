package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.Uuids;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Where a message stands among those of its author (docs/E2EE.md §2.6).
 *
 * @param message UUIDv7, the same as outside of the ciphertext
 * @param sentAt milliseconds since 1970 by the author's clock, which nobody vouches for
 * @param sequence counts the author device's messages of this conversation from 1
 */
public record MessagePlace(UUID conversation, UUID message, long sentAt, long sequence) {

  private static final int UUID_V7 = 7;
  private static final int UUID_VARIANT = 2;

  /**
   * @throws ContentRejectedException with {@link ContentFault#BAD_MESSAGE_ID} or {@link
   *     ContentFault#BAD_SEQUENCE}
   */
  public MessagePlace {
    if (message.version() != UUID_V7 || message.variant() != UUID_VARIANT) {
      throw new ContentRejectedException(
          ContentFault.BAD_MESSAGE_ID, "message id: " + message + " (expected: a UUIDv7)");
    }
    if (sequence < 1) {
      throw new ContentRejectedException(
          ContentFault.BAD_SEQUENCE, "seq: " + sequence + " (expected: 1 to 2^63-1)");
    }
  }

  void writeIds(ByteBuffer out) {
    Uuids.write(Uuids.write(out, conversation), message);
  }
}
