package dev.letterlock.crypto;

import java.nio.ByteBuffer;
import java.util.UUID;

/** The ids of conversations that follow from their members: docs/E2EE.md §2.10a. */
public final class ConversationIds {

  private ConversationIds() {}

  /**
   * The first 16 bytes of {@code H("E1:dm", smaller user id || larger user id)}, the same whoever
   * asks.
   */
  public static UUID direct(E1 e1, UUID one, UUID other) {
    boolean ordered = Uuids.compareBytes(one, other) <= 0;
    ByteBuffer members = ByteBuffer.allocate(2 * Uuids.SIZE);
    Uuids.write(members, ordered ? one : other);
    Uuids.write(members, ordered ? other : one);
    byte[] hash = e1.hash(Label.DIRECT_CONVERSATION, members.array()).toByteArray();
    ByteBuffer id = ByteBuffer.wrap(hash);
    return new UUID(id.getLong(), id.getLong());
  }
}
