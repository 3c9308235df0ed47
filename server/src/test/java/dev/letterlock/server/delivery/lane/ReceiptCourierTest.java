package dev.letterlock.server.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Alone;
import dev.letterlock.server.delivery.HeldRosters;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.Credits;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.server.session.RecordingOutbound;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptPage;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptCourierTest {
  private static final UserId SENDER = new UserId(1, 1);
  private static final PendingReceipt EXPIRED =
      new PendingReceipt(
          77, Receipt.Kind.EXPIRED, new ConversationId(3, 4), new UserId(2, 2), 1, 500);

  private final EventExecutor phoneLoop = new DefaultEventExecutor();
  private final EventExecutor tabletLoop = new DefaultEventExecutor();
  private final Recipients recipients = new Recipients();
  private final Recipient phone = recipients.of(SENDER, 1);
  private final Recipient tablet = recipients.of(SENDER, 2);
  private final RecordingOutbound phoneOut = new RecordingOutbound();
  private final RecordingOutbound tabletOut = new RecordingOutbound();
  private final Roster roster =
      new Roster(
          SENDER, 1, List.of(phone, tablet, recipients.of(SENDER, 3)), new int[] {10, 20, 30});
  private final HeldRosters rosters = new HeldRosters();
  private final ReceiptCourier courier =
      new ReceiptCourier(rosters, new ReceiptReader(ReceiptCourierTest::pending), new Alone());

  @AfterEach
  void endLoops() {
    var _ = phoneLoop.shutdownGracefully();
    var _ = tabletLoop.shutdownGracefully();
  }

  @Test
  void tellsEveryConnectedDeviceOnItsOwnLoopWithoutWaitingForAnyOfThem() throws Exception {
    rosters.hold(roster);
    connect(phone, phoneLoop, phoneOut);
    connect(tablet, tabletLoop, tabletOut);
    CountDownLatch busy = new CountDownLatch(1);
    phoneLoop.execute(() -> awaitQuietly(busy));

    courier.raised(SENDER, EXPIRED);

    assertThat(sent(tabletLoop, tabletOut)).containsExactly(frame());
    assertThat(phoneOut.frames()).isEmpty();
    busy.countDown();
    assertThat(sent(phoneLoop, phoneOut)).containsExactly(frame());
  }

  @Test
  void readsTheRosterOfASenderWhoIsNotInMemory() throws Exception {
    connect(phone, phoneLoop, phoneOut);

    courier.raised(SENDER, EXPIRED);
    assertThat(rosters.wasRead(SENDER)).isTrue();
    rosters.found(roster);

    assertThat(sent(phoneLoop, phoneOut)).containsExactly(frame());
  }

  @Test
  void leavesTheReceiptToTheNextSessionWhileTheStoreIsAway() throws Exception {
    connect(phone, phoneLoop, phoneOut);

    courier.raised(SENDER, EXPIRED);
    rosters.away(SENDER);

    assertThat(sent(phoneLoop, phoneOut)).isEmpty();
  }

  private static CompletionStage<ReceiptPage> pending(DeviceAddress device, long after, int max) {
    List<PendingReceipt> above = after < EXPIRED.mark() ? List.of(EXPIRED) : List.of();
    return CompletableFuture.completedStage(new ReceiptPage(above, true));
  }

  private static void connect(Recipient device, EventExecutor loop, RecordingOutbound out) {
    DeviceSession session = new DeviceSession(device, loop, 0, out, new Credits(16, 1 << 20));
    device.attach(session);
    session.start(Cursor.ZERO, false, null);
    session.receipts().startAfter(0);
  }

  /** What the loop has sent once it has done all that it was asked before, and what follows. */
  private static List<ServerFrame> sent(EventExecutor loop, RecordingOutbound out)
      throws Exception {
    loop.submit(() -> {}).get();
    return loop.submit(out::frames).get();
  }

  private static Receipt frame() {
    return new Receipt(
        EXPIRED.mark(),
        List.of(
            new Receipt.Entry(
                EXPIRED.kind(),
                EXPIRED.conversation(),
                EXPIRED.reader(),
                EXPIRED.senderDevice(),
                EXPIRED.upTo())));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
