package dev.letterlock.server.delivery.receipt;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.delivery.lane.DeliveryMeters;
import dev.letterlock.server.delivery.lane.InboxReader;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.roster.RecentRosters;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.InFlight;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.ReceiptMark;
import org.jspecify.annotations.Nullable;

/**
 * Moves a device's watermark and makes the delivered receipts that follow from it (docs/PROTOCOL.md
 * §4.3). One instance per lane, on its event loop.
 */
public final class AckHandler implements InFlight.MarkSink {
  private static final InFlight.MarkSink NOBODY = (_, _, _, _, _, _) -> {};

  private final Lane lane;
  private final RecentRosters rosters;
  private final InboxReader reader;
  private final Watchers watchers;
  private final DeliveryMeters meters;

  private @Nullable DeviceSession session;
  private @Nullable AckEntry entry;

  public AckHandler(
      Lane lane, RecentRosters rosters, InboxReader reader, Node node, DeliveryMeters meters) {
    this.lane = lane;
    this.rosters = rosters;
    this.reader = reader;
    this.watchers = new Watchers(node);
    this.meters = meters;
  }

  /** Handles an ack; one that goes beyond what was sent closes the session and trims nothing. */
  public void handle(DeviceSession from, Ack ack) {
    if (!from.current()) {
      return;
    }
    Cursor cursor = ack.cursor();
    boolean nothingYet = cursor.equals(Cursor.ZERO);
    if (from.isBeyondSent(cursor)) {
      from.close(CloseCode.ACK_BEYOND);
      return;
    }
    AckEntry confirmed = begin(from);
    confirmed.confirmReceipts(ack.receiptMark());
    if (!nothingYet) {
      take(from, ack, confirmed);
      reader.continueFor(from);
    }
  }

  /** Acks what the device said in its Hello that it had stored. */
  public void handleStored(DeviceSession from, Cursor upTo, InFlight stored) {
    AckEntry confirmed = begin(from);
    confirmed.upTo(upTo.epoch(), upTo.seq());
    receiptsOf(from, confirmed);
    stored.ack(upTo.seq(), this);
  }

  private AckEntry begin(DeviceSession from) {
    AckEntry confirmed = lane.batch().addAck();
    confirmed.begin(from.recipient().address(), from);
    confirmed.fence(from.origin().fence());
    return confirmed;
  }

  private void take(DeviceSession from, Ack ack, AckEntry confirmed) {
    Cursor upTo = ack.cursor();
    confirmed.upTo(upTo.epoch(), upTo.seq());
    receiptsOf(from, confirmed);
    meters.acked(from.ack(upTo, ack.silent() ? NOBODY : this));
  }

  /** What {@link #delivered} is called about from now on. */
  private void receiptsOf(DeviceSession from, AckEntry confirmed) {
    session = from;
    entry = confirmed;
  }

  @Override
  public void delivered(
      long conversationHigh,
      long conversationLow,
      long senderHigh,
      long senderLow,
      int senderDevice,
      long upToTime) {
    DeviceSession reading = session;
    AckEntry confirmed = entry;
    if (reading == null || confirmed == null) {
      throw new IllegalStateException("delivered: outside of an ack (expected: within)");
    }
    UserId reader = reading.recipient().address().user();
    if (reader.low() == senderLow && reader.high() == senderHigh) {
      return;
    }
    Roster known = rosters.cached(senderHigh, senderLow);
    Roster senders =
        known == null ? ReceiptCourier.unread(new UserId(senderHigh, senderLow)) : known;
    ReceiptMark mark = confirmed.addReceipt();
    mark.between(conversationHigh, conversationLow, reader, address(senders, senderDevice));
    mark.reached(Receipt.Kind.DELIVERED, upToTime);
    mark.attach(senders);
    watchers.watch(mark, senders);
  }

  private static DeviceAddress address(Roster senders, int device) {
    int position = senders.positionOf(device);
    return position < 0
        ? new DeviceAddress(senders.user(), device)
        : senders.member(position).address();
  }
}
