package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Speaks to an engine as the server would, and waits for every answer. One thread uses it. */
public final class InboxClient {
  private static final long PATIENCE_SECONDS = 30;

  private final InboxEngine engine;

  public InboxClient(InboxEngine engine) {
    this.engine = engine;
  }

  /** Sends the letters as one batch. */
  public List<Answer> send(Letter... letters) {
    return submit(batch -> {
      List<Submission> submissions =
          Arrays.stream(letters).map(letter -> letter.addTo(batch)).toList();
      return () -> submissions.stream().map(Answer::of).toList();
    });
  }

  public Answer sendOne(Letter letter) {
    return send(letter).getFirst();
  }

  /** Asks only whether the letter is known. */
  public Answer lookUp(Letter letter) {
    return submit(batch -> {
      Submission submission = batch.addSubmission();
      submission.begin(letter.sender(), letter.messageId().high(), letter.id());
      submission.content(letter.text().hashCode());
      submission.lookUpOnly("refusal");
      return () -> Answer.of(submission);
    });
  }

  /** Acks; false if it was refused. */
  public boolean ack(DeviceAddress device, Cursor upTo) {
    return submit(batch -> {
      AckEntry ack = batch.addAck();
      ack.begin(device, "ack");
      ack.upTo(upTo.epoch(), upTo.seq());
      return () -> !ack.refused();
    });
  }

  public void confirm(DeviceAddress device, long mark) {
    submit(batch -> {
      AckEntry ack = batch.addAck();
      ack.begin(device, "confirm");
      ack.confirmReceipts(mark);
      return () -> true;
    });
  }

  /** Reports both in one batch; how far each came. */
  public List<Long> deliveredAndRead(
      DeviceAddress reader, DeviceAddress sender, long delivered, long read) {
    return submit(batch -> {
      ReceiptMark first = receipt(batch, reader, reader.user(), sender);
      first.reached(Receipt.Kind.DELIVERED, delivered);
      ReceiptMark second = receipt(batch, reader, reader.user(), sender);
      second.reached(Receipt.Kind.READ, read);
      return () -> List.of(first.upTo(), second.upTo());
    });
  }

  /** Reports how far a reader came with a sender device; the mark, or 0 if that is not new. */
  public long report(
      Receipt.Kind kind, DeviceAddress by, UserId reader, DeviceAddress sender, long upTo) {
    return submit(batch -> {
      ReceiptMark receipt = receipt(batch, by, reader, sender);
      receipt.reached(kind, upTo);
      return receipt::mark;
    });
  }

  public InboxState open(DeviceAddress device) {
    return await(engine.open(device));
  }

  /** Everything after the place, one line per item: "epoch:seq text" or "from..to REASON". */
  public List<String> readAll(DeviceAddress device, Cursor after) {
    return readAll(device, after, 100, 1 << 20);
  }

  public List<String> readAll(DeviceAddress device, Cursor after, int maxEntries, int maxBytes) {
    List<String> lines = new ArrayList<>();
    Cursor reached = after;
    boolean drained = false;
    while (!drained) {
      InboxPage page = await(engine.read(device, reached, maxEntries, maxBytes));
      for (InboxItem item : page.items()) {
        lines.add(line(item));
        reached = end(item);
      }
      drained = page.drained();
      page.release();
    }
    return lines;
  }

  public ReceiptPage pending(DeviceAddress device, long afterMark, int max) {
    return await(engine.pendingReceipts(device, afterMark, max));
  }

  public static String line(InboxItem item) {
    return switch (item) {
      case StoredEnvelope stored -> stored.cursor() + " " + Letter.textOf(stored.envelope());
      case InboxGap gap -> gap.from() + ".." + gap.to() + " " + gap.reason();
    };
  }

  public static Cursor end(InboxItem item) {
    return switch (item) {
      case StoredEnvelope stored -> stored.cursor();
      case InboxGap gap -> gap.to();
    };
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    }
  }

  private static ReceiptMark receipt(
      InboxBatch batch, DeviceAddress by, UserId reader, DeviceAddress sender) {
    AckEntry ack = batch.addAck();
    ack.begin(by, "receipt");
    ReceiptMark receipt = ack.addReceipt();
    receipt.between(Letter.CONVERSATION.high(), Letter.CONVERSATION.low(), reader, sender);
    receipt.attach("receipt");
    return receipt;
  }

  /** Submits a batch; what is answered is asked for what it has brought when it is done. */
  public <T> T submit(Function<InboxBatch, Supplier<T>> filled) {
    InboxBatch batch = new InboxBatch(Unpooled.directBuffer());
    CompletableFuture<InboxBatch> done = new CompletableFuture<>();
    batch.listener(done::complete);
    Supplier<T> result = filled.apply(batch);
    engine.submit(batch);
    T value = await(done.thenApply(_ -> result.get()));
    batch.release();
    return value;
  }
}
