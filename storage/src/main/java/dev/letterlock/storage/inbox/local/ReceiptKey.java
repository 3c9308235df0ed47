package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.local.disk.Keys;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Whose messages came how far with whom: sender device, conversation, reader. Mutable only as a
 * probe, so that looking one up makes nothing.
 */
final class ReceiptKey {
  /** Bytes of the key without its kind. */
  static final int SIZE = 3 * 2 * Long.BYTES + Integer.BYTES;

  private long conversationHigh;
  private long conversationLow;
  private UserId reader;
  private DeviceAddress sender;

  ReceiptKey(long conversationHigh, long conversationLow, UserId reader, DeviceAddress sender) {
    this.conversationHigh = conversationHigh;
    this.conversationLow = conversationLow;
    this.reader = reader;
    this.sender = sender;
  }

  /** Reads a key of kind RECEIPT. */
  static ReceiptKey read(ByteBuffer key) {
    return getFrom(key.position(1));
  }

  /** Reads what {@link #putTo} wrote and moves behind it. */
  static ReceiptKey getFrom(ByteBuffer in) {
    UserId sender = new UserId(in.getLong(), in.getLong());
    long high = in.getLong();
    long low = in.getLong();
    UserId reader = new UserId(in.getLong(), in.getLong());
    return new ReceiptKey(high, low, reader, new DeviceAddress(sender, in.getInt()));
  }

  void set(long newHigh, long newLow, UserId newReader, DeviceAddress newSender) {
    conversationHigh = newHigh;
    conversationLow = newLow;
    reader = newReader;
    sender = newSender;
  }

  ReceiptKey copy() {
    return new ReceiptKey(conversationHigh, conversationLow, reader, sender);
  }

  ByteBuffer write(ByteBuffer out) {
    putTo(out.clear().put(Keys.RECEIPT));
    return out.flip();
  }

  void putTo(ByteBuffer out) {
    out.putLong(sender.user().high()).putLong(sender.user().low());
    out.putLong(conversationHigh).putLong(conversationLow);
    out.putLong(reader.high()).putLong(reader.low());
    out.putInt(sender.device());
  }

  ConversationId conversation() {
    return new ConversationId(conversationHigh, conversationLow);
  }

  UserId reader() {
    return reader;
  }

  DeviceAddress sender() {
    return sender;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReceiptKey that
        && conversationHigh == that.conversationHigh
        && conversationLow == that.conversationLow
        && sender.equals(that.sender)
        && reader.equals(that.reader);
  }

  @Override
  public int hashCode() {
    int hash = Long.hashCode(conversationHigh ^ conversationLow);
    return Objects.hashCode(reader) + 31 * (sender.hashCode() + 31 * hash);
  }
}
