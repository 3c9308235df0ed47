package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the undelivered envelopes of all devices, the ids of what each device sent last, and the
 * receipts that wait for their senders (docs/PROTOCOL.md §3).
 *
 * <p>Everything that event loops call returns at once; listeners and stages are completed on the
 * engine's own threads, which must not be blocked. A stage fails with {@link
 * InboxUnavailableException} while the engine cannot reach its storage. The blocking methods are
 * for jobs on virtual threads; they refuse the engine's own threads.
 */
public interface InboxEngine extends AutoCloseable {

  /** What STORED promises. */
  Durability durability();

  /** Sets who is told of receipts that the engine itself makes; once, before the first use. */
  void receiptListener(ReceiptListener listener);

  /**
   * Hands over a batch; never blocks. The engine owns it until its listener is called on the commit
   * thread, then the submitter owns it again. Batches of one caller are committed in the order in
   * which they came.
   */
  void submit(InboxBatch batch);

  /**
   * The state of an inbox, for the beginning of a session. Acks and receipts submitted before by
   * the same caller are in it.
   */
  CompletionStage<InboxState> open(DeviceAddress device);

  /**
   * Begins a new epoch above {@code seen} in the inbox, because a device remembers a place that
   * this inbox has not reached: the storage was rolled back. What waits is still delivered.
   */
  CompletionStage<InboxState> renew(DeviceAddress device, Cursor seen);

  /**
   * Envelopes and gaps in order, from the first place after the highest of {@code after}, what is
   * acked and what has aged. At least one item if there is any, at most {@code maxEntries}, and
   * envelopes of at most {@code maxBytes} unless a single one is larger.
   */
  CompletionStage<InboxPage> read(DeviceAddress device, Cursor after, int maxEntries, int maxBytes);

  /**
   * Receipts for the messages of the device's user whose mark is above both {@code afterMark} and
   * what the device has confirmed, by rising mark.
   */
  CompletionStage<ReceiptPage> pendingReceipts(
      DeviceAddress device, long afterMark, int maxReceipts);

  /**
   * How far each sender device's messages came with each reader, changed since it was last drained,
   * by rising mark. Blocking.
   */
  List<ReceiptRecord> receiptLog(int max);

  /**
   * These of {@link #receiptLog} are kept elsewhere and need not be drained again, as far as they
   * have not changed since. Blocking.
   */
  void receiptLogDrained(List<ReceiptRecord> drained);

  /** Inboxes that hold envelopes accepted before {@code olderThan}. Blocking. */
  List<AgedInbox> agedInboxes(Instant olderThan, int max);

  /**
   * The envelopes up to {@code upTo} are kept elsewhere: drops them and remembers so, in one write.
   * Blocking.
   */
  void trimAged(DeviceAddress device, Cursor upTo);

  /**
   * Turns up to {@code max} envelopes that have expired at {@code now} into gaps and leaves an
   * EXPIRED receipt for those that no device of their reader had. Blocking.
   *
   * @return how many expired; less than {@code max} if there are no more
   */
  int expire(Instant now, int max);

  /**
   * Drops all that waits for the device and begins a new epoch: it was revoked, or not seen for the
   * retention. Blocking.
   */
  void forget(DeviceAddress device);

  /** How the engine is. Any thread; never blocks. */
  InboxHealth health();

  /** Commits what was submitted and stops. Blocking. */
  @Override
  void close();
}
