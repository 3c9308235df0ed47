package dev.letterlock.server.delivery.receipt;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.sending.DirectConversations;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.ReceiptMark;
import org.jspecify.annotations.Nullable;

/**
 * Carries read receipts to the sender's devices (docs/PROTOCOL.md §4.4), between members of a
 * conversation only. The engine cuts them at what was delivered. One instance per lane, on its
 * event loop.
 */
public final class ReadReceiptHandler {
  private static final int RETRY_MILLIS = 1_000;

  private final Lane lane;
  private final Rosters rosters;
  private final DirectConversations conversations;
  private final Watchers watchers;

  public ReadReceiptHandler(
      Lane lane, Rosters rosters, DirectConversations conversations, Node node) {
    this.lane = lane;
    this.rosters = rosters;
    this.conversations = conversations;
    this.watchers = new Watchers(node);
  }

  /** Handles each mark by itself; a refused one is answered and does not touch the others. */
  public void handle(DeviceSession reader, ReadReceipt receipt) {
    UserId own = reader.recipient().address().user();
    for (ReadReceipt.Mark mark : receipt.marks()) {
      UserId sender = mark.sender().user();
      if (conversations.known(mark.conversation(), own, sender)) {
        submit(reader, mark);
      } else {
        conversations
            .exists(mark.conversation(), own, sender)
            .whenComplete(
                (exists, away) -> lane.executor().execute(() -> finish(reader, mark, exists)));
      }
    }
  }

  private void finish(DeviceSession reader, ReadReceipt.Mark mark, @Nullable Boolean exists) {
    if (exists == null) {
      refuse(reader, ErrorCode.UNAVAILABLE);
    } else if (!exists) {
      refuse(reader, ErrorCode.BAD_CONVERSATION);
    } else {
      submit(reader, mark);
    }
  }

  private void submit(DeviceSession from, ReadReceipt.Mark mark) {
    DeviceAddress reader = from.recipient().address();
    UserId sender = mark.sender().user();
    Roster known = rosters.cached(sender);
    Roster senders = known == null ? ReceiptCourier.unread(sender) : known;
    AckEntry entry = lane.batch().addAck();
    entry.begin(reader, senders);
    ReceiptMark read = entry.addReceipt();
    read.between(
        mark.conversation().high(), mark.conversation().low(), reader.user(), mark.sender());
    read.reached(Receipt.Kind.READ, mark.upTo());
    read.attach(senders);
    watchers.watch(read, senders);
  }

  private static void refuse(DeviceSession reader, ErrorCode code) {
    if (reader.current()) {
      reader.send(
          Failure.ofFrame(
              code, FrameType.READ_RECEIPT.code(), code.retryable() ? RETRY_MILLIS : 0));
    }
  }
}
