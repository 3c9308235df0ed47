package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/**
 * What a script is told that changes many inboxes: one flat list of numbers and bytes in which keys
 * are named by their index, and envelopes beside it. Reusable; the commit thread owns it.
 */
final class Program {
  /** Bytes of conversation, reader and sender device. */
  static final int FIELD_SIZE = 36;

  private static final int KEY_SIZE = 24;
  private static final int ID_SIZE = 16;
  private static final int TAG_SIZE = 32;

  /** Marker and counter come before the keys that are added here. */
  private static final int FIRST_KEY = 3;

  private final MessagePack words = new MessagePack();
  private final MessagePack table = new MessagePack();
  private final Packs packs = new Packs();
  private final Map<Object, Integer> keys = new HashMap<>();
  private final Map<Integer, Integer> openPacks = new HashMap<>();
  private ScriptCall call;

  Program(ScriptCall call) {
    this.call = call;
  }

  /** Begins anew. */
  void clear() {
    call.clear();
    words.clear();
    packs.clear();
    keys.clear();
    openPacks.clear();
  }

  /** The call was never answered and may still be on its way: the next one is another. */
  void abandon(ScriptCall next) {
    call = next;
  }

  MessagePack words() {
    return words;
  }

  /** The call with everything that was added, and the envelopes behind it. */
  ScriptCall finishedWithPacks() {
    call.argument(words.finished());
    packs.addTo(call, table);
    return call;
  }

  /** The call with everything that was added, where there are no envelopes. */
  ScriptCall finished() {
    return call.argument(words.finished());
  }

  /** No such place was ever given out. */
  static boolean isOutOfRange(AckEntry entry) {
    return entry.hasCursor()
        && (Long.compareUnsigned(entry.epoch(), MessagePack.LIMIT) >= 0
            || Long.compareUnsigned(entry.seq(), MessagePack.LIMIT) >= 0);
  }

  /** Who acks what, by which right. */
  void addCursor(AckEntry entry) {
    words.number(key(entry.device())).number(entry.fence()).flag(entry.hasCursor());
    words.number(entry.hasCursor() ? entry.epoch() : 0);
    words.number(entry.hasCursor() ? entry.seq() : 0);
  }

  void addReceipt(ReceiptMark receipt) {
    words.number(key(receipt.sender().user()));
    putField(words.bytes(FIELD_SIZE), receipt);
    words.number(receipt.kind().code()).clamped(receipt.upTo());
    words.number(receipt.watcherCount());
    for (int i = 0; i < receipt.watcherCount(); i++) {
      words.number(key(receipt.watcher(i)));
    }
  }

  private static void putField(ByteBuf out, ReceiptMark receipt) {
    out.writeLong(receipt.conversationHigh()).writeLong(receipt.conversationLow());
    out.writeLong(receipt.reader().high()).writeLong(receipt.reader().low());
    out.writeInt(receipt.sender().device());
  }

  /** Id and hash of a message, and what an id is looked up by. */
  void addIdentity(Submission submission) {
    ByteBuf key = words.bytes(KEY_SIZE);
    key.writeLong(submission.idHigh()).writeLong(submission.idLow());
    key.writeLong(submission.contentHash());
    words.bytes(Integer.BYTES).writeInt(Fingerprint.of(submission.idHigh(), submission.idLow()));
  }

  void addId(Submission submission) {
    words.bytes(ID_SIZE).writeLong(submission.idHigh()).writeLong(submission.idLow());
  }

  void addTag(Submission submission) {
    if (submission.collapsing()) {
      UserId sender = submission.sender().user();
      ByteBuf tag = words.bytes(TAG_SIZE);
      tag.writeLong(submission.collapseHigh()).writeLong(submission.collapseLow());
      tag.writeLong(sender.high()).writeLong(sender.low());
    } else {
      words.bytes(0);
    }
  }

  /** An inbox, and the envelope for it. */
  void addTarget(Submission submission, int index, ByteBuf arena) {
    int device = key(submission.target(index));
    int length = submission.targetLength(index);
    int pack =
        packs.add(
            device,
            openPacks.getOrDefault(device, 0),
            arena,
            submission.targetOffset(index),
            length,
            submission.collapsing());
    openPacks.put(device, pack);
    words.number(device).number(pack).number(length);
  }

  int key(Object owner) {
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
