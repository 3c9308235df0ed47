package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptPage;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.move.KeptReceipt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Receipts as {@code receipts.lua} keeps them. */
public final class Receipts {
  private static final Receipt.Kind[] KINDS = Receipt.Kind.values();
  private static final int KIND_SIZE = 2 * Long.BYTES;

  private Receipts() {}

  /** A line of the log: user and field, and the record. */
  public static ReceiptRecord read(byte[] name, byte[] record) {
    ByteBuffer from = ByteBuffer.wrap(name);
    UserId sender = Bases.getUser(from);
    ConversationId conversation = new ConversationId(from.getLong(), from.getLong());
    UserId reader = Bases.getUser(from);
    ByteBuffer value = ByteBuffer.wrap(record);
    long mark = 0;
    for (Receipt.Kind kind : KINDS) {
      mark = Math.max(mark, value.getLong(place(kind) + Long.BYTES));
    }
    return new ReceiptRecord(
        conversation,
        reader,
        new DeviceAddress(sender, from.getInt()),
        value.getLong(place(Receipt.Kind.DELIVERED)),
        value.getLong(place(Receipt.Kind.READ)),
        value.getLong(place(Receipt.Kind.EXPIRED)),
        mark);
  }

  /** User and field of a record. */
  public static byte[] name(ReceiptRecord record) {
    ByteBuffer name = ByteBuffer.allocate(Bases.USER_SIZE + Program.FIELD_SIZE);
    Bases.putUser(name, record.sender().user());
    name.putLong(record.conversation().high()).putLong(record.conversation().low());
    Bases.putUser(name, record.reader()).putInt(record.sender().device());
    return name.array();
  }

  /** The field of a receipt that is taken over. */
  public static byte[] field(KeptReceipt receipt) {
    ByteBuffer field = ByteBuffer.allocate(Program.FIELD_SIZE);
    field.putLong(receipt.conversation().high()).putLong(receipt.conversation().low());
    return Bases.putUser(field, receipt.reader()).putInt(receipt.sender().device()).array();
  }

  /** The record of a receipt that is taken over. */
  public static byte[] record(KeptReceipt receipt) {
    ByteBuffer record = ByteBuffer.allocate(KINDS.length * KIND_SIZE);
    put(record, Receipt.Kind.DELIVERED, receipt.delivered());
    put(record, Receipt.Kind.READ, receipt.read());
    put(record, Receipt.Kind.EXPIRED, receipt.expired());
    return record.array();
  }

  private static void put(ByteBuffer record, Receipt.Kind kind, KeptReceipt.Reached reached) {
    record.putLong(place(kind), reached.upTo());
    record.putLong(place(kind) + Long.BYTES, reached.mark());
  }

  /** What {@code pending.lua} answered, asked for one more than {@code max}. */
  public static ReceiptPage page(List<Object> answer, int max) {
    List<PendingReceipt> receipts = new ArrayList<>();
    for (int i = 0; i < answer.size() && receipts.size() < max; i += 2) {
      receipts.add(pending((byte[]) answer.get(i), (byte[]) answer.get(i + 1)));
    }
    return new ReceiptPage(receipts, answer.size() <= 2 * max);
  }

  private static PendingReceipt pending(byte[] name, byte[] record) {
    ByteBuffer from = ByteBuffer.wrap(name);
    ConversationId conversation = new ConversationId(from.getLong(), from.getLong());
    UserId reader = Bases.getUser(from);
    int device = from.getInt();
    Receipt.Kind kind = KINDS[from.get() - 1];
    ByteBuffer value = ByteBuffer.wrap(record).position(place(kind));
    long upTo = value.getLong();
    return new PendingReceipt(value.getLong(), kind, conversation, reader, device, upTo);
  }

  /** By the code on the wire, which never changes. */
  private static int place(Receipt.Kind kind) {
    return (kind.code() - 1) * KIND_SIZE;
  }
}
