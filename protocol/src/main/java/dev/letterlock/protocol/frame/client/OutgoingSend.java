package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Send as its sender builds it. A resubmit after a reconnect changes {@code ref} and nothing
 * else. One without a recipient goes to the group that {@code conversation} names.
 *
 * @param ref number within the session, u32, counted from 1
 * @param messageClass normal, ephemeral or urgent
 * @param partial devices may be missing from {@code entries} (control content only)
 * @param expiry absolute server time in µs, u64; 0 for the server's retention
 * @param recipient zeros for a group
 * @param recipientListVersion version of the recipient's device list that was used, u64; for a
 *     group its epoch, u32
 * @param senderListVersion version of the sender's own device list that was used, u64
 * @param collapseTag replaces an undelivered message with the same tag, or null
 * @param slice the ciphertext that all devices share
 * @param entries one for each addressed device, at most 64; none for a group
 */
public record OutgoingSend(
    int ref,
    MessageClass messageClass,
    boolean partial,
    MessageId messageId,
    UserId recipient,
    ConversationId conversation,
    long expiry,
    long recipientListVersion,
    long senderListVersion,
    @Nullable UUID collapseTag,
    OpaqueBytes slice,
    List<Entry> entries) {
  /** Slot of an entry that belongs to a device of the recipient. */
  public static final int RECIPIENT_SLOT = 0;

  /** Slot of an entry that belongs to another device of the sender. */
  public static final int SENDER_SLOT = 1;

  /**
   * What one addressed device gets besides the slice.
   *
   * @param userSlot {@link #RECIPIENT_SLOT} or {@link #SENDER_SLOT}
   * @param device the device's number within its user, u32
   * @param registration the registration that the sender knows of the device, u32
   * @param header the per-device header, at most 2048 bytes
   */
  public record Entry(int userSlot, int device, int registration, OpaqueBytes header) {}

  private static final UserId NOBODY = new UserId(0, 0);

  public OutgoingSend {
    entries = List.copyOf(entries);
  }

  /**
   * A Send to a group; its members are known to the server.
   *
   * @param epoch of the group, u32
   * @param message the signed group message, 166 + P bytes
   */
  public static OutgoingSend toGroup(
      MessageClass messageClass,
      MessageId messageId,
      ConversationId group,
      int epoch,
      long expiry,
      long senderListVersion,
      OpaqueBytes message) {
    return new OutgoingSend(
        0,
        messageClass,
        false,
        messageId,
        NOBODY,
        group,
        expiry,
        Integer.toUnsignedLong(epoch),
        senderListVersion,
        null,
        message,
        List.of());
  }

  /** True if the recipient is a group. */
  public boolean isToGroup() {
    return recipient.equals(NOBODY);
  }

  /** The same message under the number of another session. */
  public OutgoingSend withRef(int newRef) {
    return new OutgoingSend(
        newRef,
        messageClass,
        partial,
        messageId,
        recipient,
        conversation,
        expiry,
        recipientListVersion,
        senderListVersion,
        collapseTag,
        slice,
        entries);
  }
}
