package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.auth.SessionRevocations;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.Notice;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.server.session.Recipients;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ends sessions from outside of them: one whose device was revoked, or all when the server stops.
 */
public final class LiveSessions implements SessionRevocations {
  private final Recipients recipients;
  private final Announcements announcements;

  public LiveSessions(Recipients recipients, Announcements announcements) {
    this.recipients = recipients;
    this.announcements = announcements;
  }

  @Override
  public void cut(DeviceAddress device, Cause cause) {
    cutHere(device, cause);
    announcements.announce(new Notice.Cut(device, cause == Cause.DEVICE_REVOKED));
  }

  /** Closes the session that the device has on this node: another node has cut it. */
  void cutHere(DeviceAddress device, Cause cause) {
    Recipient recipient = recipients.of(device);
    DeviceSession session = recipient.session();
    if (session != null && recipient.detach(session)) {
      CloseCode code =
          switch (cause) {
            case TOKEN_REVOKED -> CloseCode.TOKEN_REVOKED;
            case DEVICE_REVOKED -> CloseCode.DEVICE_REVOKED;
          };
      session.executor().execute(() -> session.close(code));
    }
  }

  /** Every session that is connected here. */
  List<DeviceSession> all() {
    return recipients.sessions();
  }

  public int count() {
    return recipients.sessions().size();
  }

  /**
   * Tells every client to go, and to come back at different times. Receipts that waited for an
   * answer to travel with go first.
   *
   * @param spreadMillis the longest delay that a client is told
   */
  public void sendAway(int spreadMillis) {
    for (DeviceSession session : recipients.sessions()) {
      int delay = ThreadLocalRandom.current().nextInt(spreadMillis + 1);
      session
          .executor()
          .execute(() -> {
            if (session.current()) {
              session.writeReceipts();
              session.send(new GoAway(CloseCode.DRAINING, delay));
            }
          });
    }
  }

  /** Closes every session; a client reconnects as GoAway said. */
  public void closeAll() {
    List<DeviceSession> sessions = recipients.sessions();
    for (DeviceSession session : sessions) {
      session.executor().execute(() -> session.close(CloseCode.DRAINING));
    }
  }
}
