package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.ReceiptListener;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedInboxStore;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ReceiptStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Drops expired envelopes from the long-term store, where a missing place reads as a gap, and
 * reports them to their senders. A run deletes only what an earlier run has reported: by then the
 * engine, which writes receipts a little later, has them on disk.
 */
public final class ExpireAgedJob implements Work {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int AT_MOST = 10_000;

  private final InboxEngine engine;
  private final AgedInboxStore aged;
  private final ReceiptStore receipts;
  private final ReceiptListener listener;
  private final InstantSource clock;
  private volatile Set<Place> reported = Set.of();

  /**
   * @param listener learns of each receipt when it is in force, on the engine's commit thread
   */
  public ExpireAgedJob(
      InboxEngine engine,
      AgedInboxStore aged,
      ReceiptStore receipts,
      ReceiptListener listener,
      InstantSource clock) {
    this.engine = engine;
    this.aged = aged;
    this.receipts = receipts;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "expire-aged";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() throws InterruptedException {
    List<AgedEntry> expired = aged.expired(clock.instant(), AT_MOST);
    List<AgedEntry> fresh =
        expired.stream().filter(entry -> !reported.contains(Place.of(entry))).toList();
    aged.delete(expired.stream().filter(entry -> reported.contains(Place.of(entry))).toList());
    report(fresh);
    reported = fresh.stream().map(Place::of).collect(Collectors.toUnmodifiableSet());
  }

  private void report(List<AgedEntry> expired) throws InterruptedException {
    InboxBatch batch = new InboxBatch(Unpooled.directBuffer(1));
    CompletableFuture<InboxBatch> done = new CompletableFuture<>();
    batch.listener(committed -> {
      try {
        tell(committed);
      } finally {
        done.complete(committed);
      }
    });
    for (AgedEntry entry : expired) {
      Expired message = Expired.of(entry);
      if (isWorthTelling(message) && waits(entry)) {
        add(batch, message);
      }
    }
    engine.submit(batch);
    Patience.await(done);
    batch.release();
  }

  private boolean waits(AgedEntry entry) throws InterruptedException {
    return entry.cursor().compareTo(Patience.await(engine.open(entry.device())).acked()) > 0;
  }

  /** Not to oneself, and not if another device of the reader had it. */
  private boolean isWorthTelling(Expired message) {
    UserId reader = message.device().user();
    UserId sender = message.sender().user();
    return !sender.equals(reader)
        && receipts.of(new Conversation(message.conversation(), Set.of(sender, reader))).stream()
            .noneMatch(receipt ->
                receipt.reader().equals(reader)
                    && receipt.sender().equals(message.sender())
                    && receipt.delivered() >= message.time());
  }

  private static void add(InboxBatch batch, Expired message) {
    AckEntry entry = batch.addAck();
    entry.begin(message.device(), message);
    ReceiptMark receipt = entry.addReceipt();
    receipt.between(
        message.conversation().high(),
        message.conversation().low(),
        message.device().user(),
        message.sender());
    receipt.reached(Receipt.Kind.EXPIRED, message.time());
    receipt.attach(message);
  }

  private void tell(InboxBatch batch) {
    for (int i = 0; i < batch.ackCount(); i++) {
      ReceiptMark receipt = batch.ack(i).receipt(0);
      if (receipt.mark() != 0) {
        listener.raised(receipt.sender().user(), receipt.pending());
      }
    }
  }

  private record Place(DeviceAddress device, Cursor cursor) {
    static Place of(AgedEntry entry) {
      return new Place(entry.device(), entry.cursor());
    }
  }

  /** What a receipt has to say; the time in µs. */
  private record Expired(
      DeviceAddress device, DeviceAddress sender, ConversationId conversation, long time) {
    static Expired of(AgedEntry entry) {
      ByteBuf envelope = Unpooled.wrappedBuffer(entry.envelope().toByteArray());
      UserId sender =
          new UserId(EnvelopeCodec.senderHigh(envelope, 0), EnvelopeCodec.senderLow(envelope, 0));
      return new Expired(
          entry.device(),
          new DeviceAddress(sender, EnvelopeCodec.senderDevice(envelope, 0)),
          new ConversationId(
              EnvelopeCodec.conversationHigh(envelope, 0),
              EnvelopeCodec.conversationLow(envelope, 0)),
          EnvelopeCodec.time(envelope, 0));
    }
  }
}
