package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches as the script {@code commit.lua} takes them; its head says in which order. Reusable; the
 * commit thread owns it.
 */
public final class CommitRequest {
  /** Bytes of conversation, reader and sender device. */
  public static final int FIELD_SIZE = 36;

  private static final int KEY_SIZE = 24;
  private static final int TAG_SIZE = 32;

  /** Marker and counter come before the keys that are added here. */
  private static final int FIRST_KEY = 3;

  private final int inboxLimit;
  private final MessagePack program = new MessagePack();
  private final MessagePack table = new MessagePack();
  private final Packs packs = new Packs();
  private final Map<Object, Integer> keys = new HashMap<>();
  private final Map<Integer, Integer> openPacks = new HashMap<>();
  private ScriptCall call = new ScriptCall(Script.COMMIT);

  public CommitRequest(int inboxLimit) {
    this.inboxLimit = inboxLimit;
  }

  /** Fills the call anew. The arenas are read here and not later. */
  public ScriptCall fill(List<InboxBatch> batches, long nowMicros) {
    call.clear();
    program.clear();
    packs.clear();
    keys.clear();
    openPacks.clear();
    program.number(nowMicros).number(inboxLimit);
    addAcks(batches);
    int place = program.later();
    int submissions = 0;
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.submissionCount(); i++) {
        addSubmission(batch.submission(i), batch.arena());
      }
      submissions += batch.submissionCount();
    }
    program.set(place, submissions);
    call.argument(program.finished());
    packs.addTo(call, table);
    return call;
  }

  /** The call was never answered and may still be on its way: the next one is another. */
  public void abandon() {
    call = new ScriptCall(Script.COMMIT);
  }

  private void addAcks(List<InboxBatch> batches) {
    int place = program.later();
    int acks = 0;
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.ackCount(); i++) {
        AckEntry entry = batch.ack(i);
        if (isOutOfRange(entry)) {
          entry.refuse();
        } else {
          addAck(entry);
          acks++;
        }
      }
    }
    program.set(place, acks);
  }

  /** No such place was ever given out. */
  private static boolean isOutOfRange(AckEntry entry) {
    return entry.hasCursor()
        && (Long.compareUnsigned(entry.epoch(), MessagePack.LIMIT) >= 0
            || Long.compareUnsigned(entry.seq(), MessagePack.LIMIT) >= 0);
  }

  private void addAck(AckEntry entry) {
    program.number(key(entry.device())).number(entry.fence()).flag(entry.hasCursor());
    program.number(entry.hasCursor() ? entry.epoch() : 0);
    program.number(entry.hasCursor() ? entry.seq() : 0);
    program.clamped(entry.confirmedReceiptMark()).number(entry.receiptCount());
    for (int i = 0; i < entry.receiptCount(); i++) {
      ReceiptMark receipt = entry.receipt(i);
      program.number(key(receipt.sender().user()));
      putField(program.bytes(FIELD_SIZE), receipt);
      program.number(receipt.kind().code()).clamped(receipt.upTo());
      addWatchers(receipt);
    }
  }

  private void addWatchers(ReceiptMark receipt) {
    program.number(receipt.watcherCount());
    for (int i = 0; i < receipt.watcherCount(); i++) {
      program.number(key(receipt.watcher(i)));
    }
  }

  private static void putField(ByteBuf out, ReceiptMark receipt) {
    out.writeLong(receipt.conversationHigh()).writeLong(receipt.conversationLow());
    out.writeLong(receipt.reader().high()).writeLong(receipt.reader().low());
    out.writeInt(receipt.sender().device());
  }

  private void addSubmission(Submission submission, ByteBuf arena) {
    program.number(key(submission.sender()));
    ByteBuf key = program.bytes(KEY_SIZE);
    key.writeLong(submission.idHigh()).writeLong(submission.idLow());
    key.writeLong(submission.contentHash());
    program.bytes(Integer.BYTES).writeInt(Fingerprint.of(submission.idHigh(), submission.idLow()));
    program.flag(submission.isLookUpOnly());
    addTag(submission);
    program.number(submission.recipientTargets()).number(submission.targetCount());
    for (int i = 0; i < submission.targetCount(); i++) {
      int device = key(submission.target(i));
      int length = submission.targetLength(i);
      int pack =
          packs.add(
              device,
              openPacks.getOrDefault(device, 0),
              arena,
              submission.targetOffset(i),
              length,
              submission.collapsing());
      openPacks.put(device, pack);
      program.number(device).number(pack).number(length);
    }
  }

  private void addTag(Submission submission) {
    if (submission.collapsing()) {
      UserId sender = submission.sender().user();
      ByteBuf tag = program.bytes(TAG_SIZE);
      tag.writeLong(submission.collapseHigh()).writeLong(submission.collapseLow());
      tag.writeLong(sender.high()).writeLong(sender.low());
    } else {
      program.bytes(0);
    }
  }

  private int key(Object owner) {
    Integer known = keys.get(owner);
    if (known != null) {
      return known;
    }
    int index = FIRST_KEY + keys.size();
    keys.put(owner, index);
    call.key(
        switch (owner) {
          case DeviceAddress device -> Bases.of(device);
          case UserId user -> Bases.of(user);
          default -> throw new IllegalArgumentException("owner: " + owner.getClass());
        });
    return index;
  }
}
