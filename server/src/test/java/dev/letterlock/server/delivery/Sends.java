package dev.letterlock.server.delivery;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages that carry a number instead of a ciphertext. */
public final class Sends {
  public static final ConversationId CONVERSATION = new ConversationId(7, 9);

  private Sends() {}

  /** Message {@code number}, which is its ref too, to these devices. */
  public static OutgoingSend numbered(int number, UserId to, int... devices) {
    return of(number, MessageClass.NORMAL, 0, PayloadSize.MIN_SLICE, to, theirs(devices));
  }

  /** Message {@code number} to the group of the conversation, in its first epoch. */
  public static OutgoingSend toGroup(int number) {
    return OutgoingSend.toGroup(
            MessageClass.NORMAL,
            new MessageId(5, number),
            CONVERSATION,
            1,
            0,
            1,
            OpaqueBytes.wrap(
                ByteBuffer.allocate(PayloadSize.MIN_SLICE + PayloadSize.GROUP_OVERHEAD)
                    .putLong(number)
                    .array()))
        .withRef(number);
  }

  public static OutgoingSend ephemeral(int number, UserId to, int... devices) {
    return of(number, MessageClass.EPHEMERAL, 0, PayloadSize.MIN_SLICE, to, theirs(devices));
  }

  public static OutgoingSend urgent(int number, UserId to, int... devices) {
    return of(number, MessageClass.URGENT, 0, PayloadSize.MIN_SLICE, to, theirs(devices));
  }

  public static OutgoingSend expiring(int number, long expiry, UserId to, int... devices) {
    return of(number, MessageClass.NORMAL, expiry, PayloadSize.MIN_SLICE, to, theirs(devices));
  }

  public static OutgoingSend sized(int number, int slice, UserId to, int... devices) {
    return of(number, MessageClass.NORMAL, 0, slice, to, theirs(devices));
  }

  public static OutgoingSend withEntries(int number, UserId to, List<Entry> entries) {
    return of(number, MessageClass.NORMAL, 0, PayloadSize.MIN_SLICE, to, entries);
  }

  public static List<Entry> theirs(int... devices) {
    List<Entry> entries = new ArrayList<>();
    for (int device : devices) {
      entries.add(entry(OutgoingSend.RECIPIENT_SLOT, device));
    }
    return entries;
  }

  public static Entry own(int device) {
    return entry(OutgoingSend.SENDER_SLOT, device);
  }

  /** The number that a message carries. */
  public static long numberOf(Envelope envelope) {
    return envelope.slice().getLong(envelope.slice().readerIndex());
  }

  private static Entry entry(int slot, int device) {
    return new Entry(slot, device, 1000 + device, OpaqueBytes.wrap(new byte[PayloadSize.RECORD]));
  }

  private static OutgoingSend of(
      int number,
      MessageClass messageClass,
      long expiry,
      int slice,
      UserId to,
      List<Entry> entries) {
    return new OutgoingSend(
        number,
        messageClass,
        false,
        new MessageId(5, number),
        to,
        CONVERSATION,
        expiry,
        1,
        1,
        null,
        OpaqueBytes.wrap(ByteBuffer.allocate(slice).putLong(number).array()),
        entries);
  }
}
