package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the messages of one sender device came with one reader, as the submitter knows it. The
 * engine cuts what was read at what was delivered, keeps the highest, and numbers what is new.
 * Reusable, part of an {@link AckEntry}.
 */
public final class ReceiptMark {
  private Receipt.Kind kind = Receipt.Kind.DELIVERED;
  private long conversationHigh;
  private long conversationLow;
  private @Nullable UserId reader;
  private @Nullable DeviceAddress sender;
  private long upTo;
  private @Nullable Object attachment;
  private long mark;

  ReceiptMark() {}

  /** Which messages of whom, and who got them. The addresses are kept by reference. */
  public void between(
      long newConversationHigh,
      long newConversationLow,
      UserId newReader,
      DeviceAddress newSender) {
    conversationHigh = newConversationHigh;
    conversationLow = newConversationLow;
    reader = newReader;
    sender = newSender;
  }

  /** What happened to them, up to which server time in µs. */
  public void reached(Receipt.Kind newKind, long newUpTo) {
    kind = newKind;
    upTo = newUpTo;
  }

  /** What the submitter wants to find again in the listener. */
  public void attach(Object newAttachment) {
    attachment = newAttachment;
  }

  public Receipt.Kind kind() {
    return kind;
  }

  public long conversationHigh() {
    return conversationHigh;
  }

  public long conversationLow() {
    return conversationLow;
  }

  public UserId reader() {
    return Objects.requireNonNull(reader);
  }

  public DeviceAddress sender() {
    return Objects.requireNonNull(sender);
  }

  public long upTo() {
    return upTo;
  }

  public Object attachment() {
    return Objects.requireNonNull(attachment);
  }

  /**
   * The number of this change, above all earlier ones of receipts for the same user; 0 if it was
   * known before and nobody needs to be told.
   */
  public long mark() {
    return mark;
  }

  /** What the change looks like to those who are told. */
  public PendingReceipt pending() {
    return new PendingReceipt(
        mark,
        kind,
        new ConversationId(conversationHigh, conversationLow),
        reader(),
        sender().device(),
        upTo);
  }

  /** For engines: no more than this is true. */
  public void cut(long delivered) {
    if (Long.compareUnsigned(upTo, delivered) > 0) {
      upTo = delivered;
    }
  }

  /** For engines: numbers the change. */
  public void number(long newMark) {
    mark = newMark;
  }

  void clear() {
    reader = null;
    sender = null;
    attachment = null;
    mark = 0;
  }
}
