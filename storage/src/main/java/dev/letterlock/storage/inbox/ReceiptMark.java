package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the messages of one sender device came with one reader, as the submitter knows it. The
 * engine cuts what was read at what was delivered, keeps the highest, and numbers what is new.
 * Reusable, part of an {@link AckEntry}.
 */
public final class ReceiptMark {
  private static final DeviceAddress[] NO_DEVICES = {};
  private static final long[] NO_NODES = {};
  private static final int FIRST_CAPACITY = 4;

  private Receipt.Kind kind = Receipt.Kind.DELIVERED;
  private long conversationHigh;
  private long conversationLow;
  private @Nullable UserId reader;
  private @Nullable DeviceAddress sender;
  private long upTo;
  private @Nullable Object attachment;
  private long mark;
  private long previous;
  private @Nullable DeviceAddress[] watchers = NO_DEVICES;
  private long[] watcherNodes = NO_NODES;
  private int watcherCount;

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

  /**
   * One more device of the sender's user that is to be told, of which the submitter wants to know
   * who has it.
   */
  public void watch(DeviceAddress device) {
    if (watcherCount == watchers.length) {
      int capacity = Math.max(FIRST_CAPACITY, 2 * watcherCount);
      watchers = Arrays.copyOf(watchers, capacity);
      watcherNodes = Arrays.copyOf(watcherNodes, capacity);
    }
    watchers[watcherCount] = device;
    watcherNodes[watcherCount] = 0;
    watcherCount++;
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

  /**
   * The mark of the last change before this one of receipts for the same user; 0 if there was none,
   * or the engine does not know.
   */
  public long previous() {
    return previous;
  }

  public int watcherCount() {
    return watcherCount;
  }

  public DeviceAddress watcher(int index) {
    return Objects.requireNonNull(watchers[index]);
  }

  /** The node that has the watcher's session; 0 if nobody has, or nobody needs to be told. */
  public long watcherNode(int index) {
    return watcherNodes[index];
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

  /** For engines: the change follows that one. */
  public void follow(long newPrevious) {
    previous = newPrevious;
  }

  /** For engines: who has the watcher's session. */
  public void placeWatcher(int index, long node) {
    watcherNodes[index] = node;
  }

  void clear() {
    reader = null;
    sender = null;
    attachment = null;
    mark = 0;
    previous = 0;
    Arrays.fill(watchers, 0, watcherCount, null);
    watcherCount = 0;
  }
}
