package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.crypto.E1;
import dev.letterlock.loadtest.ledger.Digest;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The messages of one device. Their bytes follow from their ids, so that a device which has lost
 * all but its ledger hands in the same bytes again; the server cannot tell them from ciphertext.
 * Safe for any thread.
 */
public final class Letters {

  private static final long VERSION_7 = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long FIRST_LIST = 1;
  private static final int SIZES = 4;

  private final LoadUser self;
  private final LoadDevice device;
  private final List<LoadUser> partners;
  private final Map<UserId, LoadUser> byId = new HashMap<>();
  private final Map<UserId, ConversationId> conversations = new HashMap<>();

  /**
   * Prepares the messages of one device.
   *
   * @param partners to whom it writes, one or more
   */
  public Letters(E1 e1, LoadUser self, LoadDevice device, List<LoadUser> partners) {
    this.self = self;
    this.device = device;
    this.partners = List.copyOf(partners);
    for (LoadUser partner : partners) {
      byId.put(partner.id(), partner);
      conversations.put(
          partner.id(),
          ConversationId.of(ConversationIds.direct(e1, self.id().toUuid(), partner.id().toUuid())));
    }
  }

  LoadDevice device() {
    return device;
  }

  /** One of those to whom it writes. */
  LoadUser anyPartner() {
    return partners.get(ThreadLocalRandom.current().nextInt(partners.size()));
  }

  /** A new message to a partner. */
  Submitted compose() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (System.currentTimeMillis() << 16) | VERSION_7 | random.nextInt(1 << 12);
    MessageId id = new MessageId(high, VARIANT | (random.nextLong() >>> 2));
    LoadUser to = anyPartner();
    OutgoingSend send = send(id, to, 1);
    List<DeviceAddress> targets = new ArrayList<>();
    for (Entry entry : send.entries()) {
      UserId user = entry.userSlot() == OutgoingSend.SENDER_SLOT ? self.id() : to.id();
      targets.add(new DeviceAddress(user, entry.device()));
    }
    return new Submitted(id, digestOf(send), conversation(to), to.id(), targets);
  }

  /**
   * The same message again, under another ref.
   *
   * @throws IllegalStateException if its bytes have become others
   */
  OutgoingSend send(Submitted submitted, int ref) {
    LoadUser to = byId.get(submitted.recipient());
    if (to == null) {
      throw new IllegalStateException(
          "recipient: " + submitted.recipient() + " (expected: a partner)");
    }
    OutgoingSend send = send(submitted.id(), to, ref);
    if (digestOf(send) != submitted.digest()) {
      throw new IllegalStateException("message " + submitted.id() + ": other bytes than before");
    }
    return send;
  }

  /** How long ago a message was composed; its id says when (RFC 9562 §5.7). */
  static long ageNanos(MessageId id) {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - (id.high() >>> 16));
  }

  /** What a device was shown, to be held against {@link Submitted#digest}. */
  static long digestOf(Envelope envelope) {
    return Digest.of(envelope.copyHeader(), envelope.copySlice());
  }

  private static long digestOf(OutgoingSend send) {
    return Digest.of(send.entries().getFirst().header().toByteArray(), send.slice().toByteArray());
  }

  private OutgoingSend send(MessageId id, LoadUser to, int ref) {
    SplittableRandom bytes = new SplittableRandom(id.low());
    byte[] header = new byte[PayloadSize.RECORD];
    bytes.nextBytes(header);
    int padded = (PayloadSize.MIN_SLICE - PayloadSize.SLICE_OVERHEAD) << bytes.nextInt(SIZES);
    byte[] slice = new byte[PayloadSize.SLICE_OVERHEAD + padded];
    bytes.nextBytes(slice);
    return new OutgoingSend(
        ref,
        MessageClass.NORMAL,
        false,
        id,
        to.id(),
        conversation(to),
        0,
        FIRST_LIST,
        FIRST_LIST,
        null,
        OpaqueBytes.wrap(slice),
        entries(to, OpaqueBytes.wrap(header)));
  }

  private List<Entry> entries(LoadUser to, OpaqueBytes header) {
    List<Entry> entries = new ArrayList<>();
    for (LoadDevice other : to.devices()) {
      entries.add(entry(OutgoingSend.RECIPIENT_SLOT, other, header));
    }
    for (LoadDevice other : self.devices()) {
      if (!other.address().equals(device.address())) {
        entries.add(entry(OutgoingSend.SENDER_SLOT, other, header));
      }
    }
    return entries;
  }

  private static Entry entry(int slot, LoadDevice other, OpaqueBytes header) {
    return new Entry(slot, other.address().device(), other.registration(), header);
  }

  private ConversationId conversation(LoadUser to) {
    ConversationId conversation = conversations.get(to.id());
    if (conversation == null) {
      throw new IllegalStateException("user: " + to.id() + " (expected: a partner)");
    }
    return conversation;
  }
}
