package dev.letterlock.server;

import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.lane.ReceiptReader;
import dev.letterlock.server.dispatch.HelloCheck;
import dev.letterlock.server.dispatch.LiveSessions;
import dev.letterlock.server.dispatch.NoticeHandler;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.server.session.Recipients;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** What everything else stands on: what is stored, who the others are, and who is who. */
record Ground(
    ExecutorService threads,
    Persistence persistence,
    Neighbours neighbours,
    Security security,
    Recipients recipients,
    RosterCache rosters,
    MembershipCache memberships) {

  LiveSessions sessions() {
    return new LiveSessions(recipients, neighbours.announcements());
  }

  HelloCheck hellos() {
    return new HelloCheck(security.tokens(), security.revocations(), rosters);
  }

  ReceiptCourier courier() {
    return new ReceiptCourier(
        rosters, new ReceiptReader(persistence.engine()::pendingReceipts), neighbours.node());
  }

  NoticeHandler notices(Clock clock) {
    return new NoticeHandler(
        rosters,
        memberships,
        security.revocations(),
        () -> persistence.stores().endedLogins().at(clock.instant()),
        sessions(),
        hellos());
  }
}
