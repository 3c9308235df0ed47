package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.cluster.Notice;
import dev.letterlock.server.cluster.Notice.Cut;
import dev.letterlock.server.cluster.Notice.DeviceEnded;
import dev.letterlock.server.cluster.Notice.GroupChanged;
import dev.letterlock.server.cluster.Notice.LoginEnded;
import dev.letterlock.server.cluster.Notice.RosterChanged;
import dev.letterlock.server.cluster.Notice.UserEnded;
import dev.letterlock.server.cluster.NoticeSink;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.server.session.DeviceSession;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what changed on other nodes into force on this one. Runs on the bus's thread. */
public final class NoticeHandler implements NoticeSink {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeHandler.class);

  private final RosterCache rosters;
  private final MembershipCache memberships;
  private final Revocations revocations;
  private final Supplier<Iterable<UUID>> endedLogins;
  private final LiveSessions sessions;
  private final HelloCheck hellos;

  /**
   * @param endedLogins those whose tokens may still verify, from the store
   */
  public NoticeHandler(
      RosterCache rosters,
      MembershipCache memberships,
      Revocations revocations,
      Supplier<Iterable<UUID>> endedLogins,
      LiveSessions sessions,
      HelloCheck hellos) {
    this.rosters = rosters;
    this.memberships = memberships;
    this.revocations = revocations;
    this.endedLogins = endedLogins;
    this.sessions = sessions;
    this.hellos = hellos;
  }

  @Override
  public void heard(Notice notice) {
    switch (notice) {
      case RosterChanged(var user) -> rosters.forget(user);
      case GroupChanged(var group) -> memberships.forget(group);
      case LoginEnded(UUID family) -> revocations.noteFamily(family);
      case UserEnded(var user) -> revocations.noteUser(user);
      case DeviceEnded(var device) -> revocations.noteDevice(device);
      case Cut(var device, boolean revoked) ->
          sessions.cutHere(device, revoked ? Cause.DEVICE_REVOKED : Cause.TOKEN_REVOKED);
    }
  }

  @Override
  public void missedSome() {
    rosters.forgetAll();
    memberships.forgetAll();
    endedLogins.get().forEach(revocations::noteFamily);
    for (DeviceSession session : sessions.all()) {
      TokenClaims claims = session.origin().claims();
      if (claims != null) {
        judgeAgain(session, claims);
      }
    }
    LOG.info("What other nodes have changed meanwhile was read anew");
  }

  private void judgeAgain(DeviceSession session, TokenClaims claims) {
    switch (hellos.judge(claims).toCompletableFuture().join()) {
      case HelloCheck.Verdict.Admitted _ -> {}
      case HelloCheck.Verdict.Refused(CloseCode code) when code == CloseCode.UNAVAILABLE ->
          throw new IllegalStateException("roster: not read (expected: a store that answers)");
      case HelloCheck.Verdict.Refused(CloseCode code) ->
          session.executor().execute(() -> session.close(code));
    }
  }
}
