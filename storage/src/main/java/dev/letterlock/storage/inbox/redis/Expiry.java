package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.ReceiptListener;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.engine.CommitThread;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.redis.script.Calls;
import dev.letterlock.storage.inbox.redis.script.MessagePack;
import dev.letterlock.storage.inbox.redis.script.ReadAnswer;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes gaps of envelopes that have expired. Their senders are told first: what is told twice is
 * the same watermark. Any thread.
 */
final class Expiry {
  /** So that an index is left as it is: no inbox ends there. */
  private static final Cursor NOWHERE = Cursor.ZERO;

  private final CommitThread thread;
  private final Questions questions;
  private final RedisLink link;
  private final Supplier<ReceiptListener> listener;

  Expiry(
      CommitThread thread,
      Questions questions,
      RedisLink link,
      Supplier<ReceiptListener> listener) {
    this.thread = thread;
    this.questions = questions;
    this.link = link;
    this.listener = listener;
  }

  /** Handles what a reader came upon. */
  CompletableFuture<Integer> expire(DeviceAddress device, List<ReadAnswer.Waiting> expired) {
    report(device, expired);
    return tend(device, expired, NOWHERE, 0, 0);
  }

  /** Handles what a job has found, and corrects the indexes. */
  CompletableFuture<Integer> expire(Walk walk) {
    report(walk.device(), walk.expired());
    return tend(walk.device(), walk.expired(), walk.last(), walk.oldest(), walk.firstExpiry());
  }

  private void report(DeviceAddress device, List<ReadAnswer.Waiting> expired) {
    InboxBatch batch = new InboxBatch(Unpooled.directBuffer(0));
    AckEntry entry = batch.addAck();
    entry.begin(device, this);
    for (ReadAnswer.Waiting each : expired) {
      addReceipt(entry, device, each);
    }
    if (entry.receiptCount() == 0) {
      batch.release();
      return;
    }
    batch.listener(done -> {
      tell(done.ack(0));
      done.release();
    });
    thread.submit(batch);
  }

  private static void addReceipt(AckEntry entry, DeviceAddress reader, ReadAnswer.Waiting expired) {
    ByteBuffer envelope = expired.bytes();
    int at = envelope.position();
    DeviceAddress sender =
        Bases.getDevice(envelope.duplicate().position(at + EnvelopeCodec.SENDER_USER_OFFSET));
    if (!sender.user().equals(reader.user())) {
      int conversation = at + EnvelopeCodec.CONVERSATION_OFFSET;
      ReceiptMark receipt = entry.addReceipt();
      receipt.between(
          envelope.getLong(conversation),
          envelope.getLong(conversation + Long.BYTES),
          reader.user(),
          sender);
      receipt.reached(Receipt.Kind.EXPIRED, expired.time());
    }
  }

  private void tell(AckEntry entry) {
    for (int i = 0; i < entry.receiptCount(); i++) {
      ReceiptMark receipt = entry.receipt(i);
      if (receipt.mark() != 0) {
        listener.get().raised(receipt.sender().user(), receipt.pending());
      }
    }
  }

  private CompletableFuture<Integer> tend(
      DeviceAddress device,
      List<ReadAnswer.Waiting> expired,
      Cursor last,
      long oldest,
      long firstExpiry) {
    MessagePack program = new MessagePack();
    program.number(last.epoch()).number(last.seq()).number(oldest).number(firstExpiry);
    program.number(expired.size());
    Map<Cursor, Integer> packs = new LinkedHashMap<>();
    for (ReadAnswer.Waiting each : expired) {
      program.number(each.place().epoch()).number(each.place().seq());
      packs.put(each.pack(), each.packed());
    }
    program.number(packs.size());
    packs.forEach((pack, count) -> program.number(pack.epoch()).number(pack.seq()).number(count));
    ScriptCall call = Calls.on(Script.TEND, device);
    call.argument(program.finished());
    return questions.ask(
        () -> link.run(call).thenApply(answer -> ((Long) answer.getFirst()).intValue()));
  }
}
