package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.cluster.PeerSink;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.server.session.SessionReceipts;
import dev.letterlock.storage.inbox.PendingReceipt;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes what other nodes have for sessions of this one to their event loops. Runs on the thread
 * that hears other nodes; the messages are on the heap, and left to the garbage collector.
 */
public final class Arrivals implements PeerSink {
  private final Recipients recipients;
  private final List<Desk> desks;
  private final ReceiptReader receipts;
  private final WakeUps wakeUps;

  /** What serves the sessions of one lane. */
  public record Desk(InboxReader reader, DeliveryMeters meters) {}

  /**
   * @param desks in the order of the lanes
   */
  public Arrivals(
      Recipients recipients, List<Desk> desks, ReceiptReader receipts, WakeUps wakeUps) {
    this.recipients = recipients;
    this.desks = List.copyOf(desks);
    this.receipts = receipts;
    this.wakeUps = wakeUps;
  }

  @Override
  public void committed(
      DeviceAddress device,
      boolean wakes,
      long epoch,
      long seq,
      ByteBuf from,
      int index,
      int length) {
    DeviceSession session = recipients.session(device);
    if (session != null) {
      session.executor().execute(() -> offer(session, epoch, seq, from, index, length));
    } else if (wakes) {
      int flags = EnvelopeCodec.flags(from, index);
      wakeUps.offline(device, MessageFlags.messageClass(flags) == MessageClass.URGENT);
    }
  }

  private void offer(
      DeviceSession session, long epoch, long seq, ByteBuf from, int index, int length) {
    Desk desk = desks.get(session.lane());
    if (session.offer(epoch, seq, from, index, length)) {
      desk.meters().deliveredFromElsewhere();
    } else {
      desk.reader().continueFor(session);
    }
  }

  @Override
  public void ephemeral(DeviceAddress device, ByteBuf from, int index, int length) {
    onItsLoop(device, session -> session.deliverEphemeral(from, index, length));
  }

  @Override
  public void receipt(DeviceAddress device, long previous, PendingReceipt receipt) {
    onItsLoop(device, session -> tell(session, previous, receipt));
  }

  @Override
  public void receiptsWait(DeviceAddress device) {
    onItsLoop(device, receipts::continueFor);
  }

  @Override
  public void displaced(DeviceAddress device, long fence) {
    onItsLoop(
        device,
        session -> {
          // A session that does not know its token yet is judged by the sweep.
          if (session.origin().fence() != 0 && session.origin().fence() < fence) {
            session.recipient().detach(session);
            session.close(CloseCode.DISPLACED);
          }
        });
  }

  private void tell(DeviceSession session, long previous, PendingReceipt receipt) {
    SessionReceipts told = session.receipts();
    if (!told.follows(previous)) {
      receipts.continueFor(session);
    } else if (!told.knows(receipt.mark())) {
      ReceiptReader.add(told, receipt);
      session.writeReceipts();
    }
  }

  private void onItsLoop(DeviceAddress device, Consumer<DeviceSession> work) {
    DeviceSession session = recipients.session(device);
    if (session != null) {
      session.executor().execute(() -> work.accept(session));
    }
  }
}
