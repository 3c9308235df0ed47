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
    UserId sender = new UserId(key.getLong(1), key.getLong(9));
    UserId reader = new UserId(key.getLong(33), key.getLong(41));
    return new ReceiptKey(
        key.getLong(17), key.getLong(25), reader, new DeviceAddress(sender, key.getInt(49)));
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
    out.clear().put(Keys.RECEIPT);
    out.putLong(sender.user().high()).putLong(sender.user().low());
    out.putLong(conversationHigh).putLong(conversationLow);
    out.putLong(reader.high()).putLong(reader.low());
    return out.putInt(sender.device()).flip();
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
