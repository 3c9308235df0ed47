package dev.letterlock.server.delivery;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.ReceiptMark;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Carries read receipts to the sender's devices (docs/PROTOCOL.md §4.4), between members of a
 * conversation only. One instance per lane, on its event loop.
 */
public final class ReadReceiptHandler {
  private static final int RETRY_MILLIS = 1_000;
  private static final Roster NOBODY = new Roster(new UserId(0, 0), 0, List.of(), new int[0]);

  private final Lane lane;
  private final Rosters rosters;
  private final DirectConversations conversations;
  private final Expiry clock;

  ReadReceiptHandler(Lane lane, Rosters rosters, DirectConversations conversations, Expiry clock) {
    this.lane = lane;
    this.rosters = rosters;
    this.conversations = conversations;
    this.clock = clock;
  }

  /** Handles each mark by itself; a refused one is answered and does not touch the others. */
  public void handle(DeviceSession reader, ReadReceipt receipt) {
    for (ReadReceipt.Mark mark : receipt.marks()) {
      UserId sender = mark.sender().user();
      UserId own = reader.recipient().address().user();
      Roster roster = rosters.cached(sender);
      if (roster != null && conversations.known(mark.conversation(), own, sender)) {
        submit(reader.recipient().address(), mark, roster);
      } else {
        lookUp(reader, mark, own, sender);
      }
    }
  }

  private void lookUp(DeviceSession reader, ReadReceipt.Mark mark, UserId own, UserId sender) {
    CompletionStage<Boolean> member = conversations.exists(mark.conversation(), own, sender);
    member
        .thenCombine(rosters.load(sender), (exists, roster) -> exists ? roster : NOBODY)
        .whenComplete(
            (roster, fault) -> lane.executor().execute(() -> finish(reader, mark, roster)));
  }

  private void finish(DeviceSession reader, ReadReceipt.Mark mark, @Nullable Roster roster) {
    if (roster == null) {
      refuse(reader, ErrorCode.UNAVAILABLE);
    } else if (roster == NOBODY) {
      refuse(reader, ErrorCode.BAD_CONVERSATION);
    } else {
      submit(reader.recipient().address(), mark, roster);
    }
  }

  private void submit(DeviceAddress reader, ReadReceipt.Mark mark, Roster senders) {
    AckEntry entry = lane.batch().addAck();
    entry.begin(reader, senders);
    ReceiptMark read = entry.addReceipt();
    read.between(
        mark.conversation().high(), mark.conversation().low(), reader.user(), mark.sender());
    read.reached(Receipt.Kind.READ, Math.min(mark.upTo(), clock.now()));
    read.attach(senders);
  }

  private static void refuse(DeviceSession reader, ErrorCode code) {
    if (reader.current()) {
      reader.send(
          Failure.ofFrame(
              code, FrameType.READ_RECEIPT.code(), code.retryable() ? RETRY_MILLIS : 0));
    }
  }
}
