package dev.letterlock.client.messenger.line;

import dev.letterlock.client.AckPolicy;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.receiving.Arrivals;
import dev.letterlock.client.messenger.receiving.History;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.messenger.sending.Postbox;
import dev.letterlock.client.profile.StoredPlace;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the line hears to the desk, in order, and decides what is acked: only what is stored
 * (docs/PROTOCOL.md §3.4). When a message cannot be stored nothing later is taken before the server
 * has sent it again. Called on the event loop; works on the desk.
 */
public final class Switchboard implements Line.Ear {

  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

  private static final String OUT_OF_REACH =
      "The server names a place in the inbox that it cannot have come to; the connection was ended,"
          + " so that nothing is missed later.";

  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);

  private final Tools tools;
  private final Desk desk;
  private final Postbox postbox;
  private final Arrivals arrivals;
  private final History history;
  private final PreKeyUpkeep upkeep;
  private final Audience audience;
  private final InboxPlace inbox;
  private final ReceiptIntake receipts;
  private long epoch;
  private boolean deaf = true;
  private boolean online;
  private boolean told;
  private boolean ackPlanned;
  private boolean toldOfVault;
  private Runnable atEachSession = () -> {};
  private @Nullable Line line;

  public Switchboard(
      Tools tools,
      Desk desk,
      Postbox postbox,
      Arrivals arrivals,
      History history,
      PreKeyUpkeep upkeep,
      Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.postbox = postbox;
    this.arrivals = arrivals;
    this.history = history;
    this.upkeep = upkeep;
    this.audience = audience;
    this.inbox = new InboxPlace(tools, audience);
    this.receipts = new ReceiptIntake(history, inbox);
  }

  /** Says where answers go. */
  public void answerOn(Line to) {
    line = to;
    postbox.sendThrough(to::sendKept);
  }

  /** Says what else is to be done whenever there is a session. */
  public void atEachSession(Runnable action) {
    atEachSession = action;
  }

  /** Says soon that there is no connection, where the first attempt says neither that nor more. */
  public void expectConnection() {
    desk.after(
        FIRST_PATIENCE,
        () -> {
          if (!told) {
            tell(false);
          }
        });
  }

  private void tell(boolean isOnline) {
    online = isOnline;
    told = true;
    audience.tell(to -> to.connection(isOnline));
  }

  /** The last place of the inbox that is stored, behind all that came before; not on the desk. */
  public StoredPlace stored() {
    return desk.call(inbox::stored);
  }

  /**
   * Tells the server what was read, if there is a connection; the acks go first, as nothing is read
   * that was not delivered (docs/PROTOCOL.md §3.8).
   */
  public void report() {
    if (deaf) {
      return;
    }
    List<ReadReceipt> owed;
    try (Transaction step = tools.begin()) {
      owed = history.owed(step);
      step.commit();
    }
    if (!owed.isEmpty()) {
      ackNow();
    }
    owed.forEach(receipt -> onLine(open -> open.send(receipt)));
  }

  /** Acks everything that is stored, before a goodbye. */
  public void ackNow() {
    Ack due = inbox.takeAck();
    if (due != null) {
      onLine(open -> open.send(due));
    }
  }

  @Override
  public void welcomed(ClientConnection connection, Welcome welcome) {
    desk.execute(() -> guard(() -> begin(connection, welcome)));
  }

  @Override
  public void delivered(Letter letter) {
    desk.execute(() -> {
      if (!deaf) {
        guard(() -> store(letter));
      }
    });
  }

  @Override
  public void heard(ServerFrame frame, Runnable taken) {
    desk.execute(() -> {
      taken.run();
      if (!deaf) {
        guard(() -> take(frame));
      }
    });
  }

  @Override
  public void lost() {
    desk.execute(() -> {
      deaf = true;
      postbox.disconnected();
      if (online || !told) {
        tell(false);
      }
    });
  }

  @Override
  public void misled(String sentence) {
    Notice notice = Notice.of(Notice.Kind.REFUSED, null, sentence);
    desk.execute(() -> audience.notice(notice));
  }

  @Override
  public void stopped(Reason reason, String sentence) {
    audience.tell(to -> to.stopped(reason, sentence));
  }

  private void begin(ClientConnection connection, Welcome welcome) {
    if (inbox.isOutOfReach(welcome.cursor())) {
      leave();
      return;
    }
    Cursor stored = inbox.begin(welcome.cursor());
    epoch = welcome.cursor().epoch();
    boolean newEpoch = stored.epoch() != 0 && stored.epoch() != epoch;
    deaf = false;
    receipts.begin();
    tell(true);
    postbox.connected(connection, welcome, newEpoch);
    arrivals.connected();
    upkeep.look();
    onLine(open -> open.send(new KeyCount()));
    report();
    atEachSession.run();
  }

  /** What cannot be stored has to come again, before a later ack confirms it too. */
  private void guard(Runnable work) {
    try {
      work.run();
    } catch (ApiException e) {
      beginAgain(String.valueOf(e.getMessage()));
    } catch (VaultException e) {
      tellOnce(e);
      beginAgain(String.valueOf(e.getMessage()));
    }
  }

  /** Nothing that comes can be kept; said once for as long as that lasts. */
  private void tellOnce(VaultException e) {
    if (!toldOfVault) {
      toldOfVault = true;
      audience.notice(
          Notice.of(
              Notice.Kind.REFUSED,
              null,
              e.fault().explanation() + " What comes waits at the server for that."));
    }
  }

  private void store(Letter letter) {
    Cursor cursor = letter.cursor();
    if (inbox.has(cursor)) {
      return;
    }
    if (!inbox.isNext(cursor)) {
      beginAgain("a place of the inbox was left out");
      return;
    }
    boolean silent = arrivals.take(letter);
    stored(new StoredPlace(cursor, silent));
    if (letter.isHandshake()) {
      upkeep.used();
    }
  }

  private void leave() {
    misled(OUT_OF_REACH);
    beginAgain("the server names a place that cannot be");
  }

  /** Hears nothing more of this session; the next one brings what is not stored. */
  private void beginAgain(String why) {
    LOG.debug("the session begins again: {}", why);
    deaf = true;
    postbox.disconnected();
    onLine(Line::breakOff);
  }

  private void stored(StoredPlace place) {
    toldOfVault = false;
    Ack before = inbox.reach(place);
    if (before != null) {
      onLine(open -> open.send(before));
    }
    ackSoon();
  }

  private void take(ServerFrame frame) {
    switch (frame) {
      case Accepted accepted -> postbox.accepted(accepted);
      case RosterMismatch mismatch -> postbox.mismatched(mismatch);
      case Failure failure when failure.firstRef() != 0 -> postbox.refused(failure);
      case Failure failure -> LOG.debug("refused: {}", failure);
      case Gap gap -> gap(gap);
      case Receipt receipt -> {
        receipts.take(receipt);
        ackSoon();
      }
      case KeysLow counts -> upkeep.counted(counts);
      case InboxDrained _ -> {
        receipts.drained();
        ackSoon();
        audience.tell(MessengerListener::caughtUp);
      }
      case Deliver _, GoAway _, Pong _, PreKeyBundles _, UnknownServerFrame _, Welcome _ -> {}
    }
  }

  private void gap(Gap gap) {
    if (inbox.has(gap.to())) {
      return;
    }
    if (inbox.isOutOfReach(gap.to())) {
      leave();
      return;
    }
    boolean newEpoch = gap.reason() == Gap.Reason.NEW_EPOCH;
    if (!newEpoch && !inbox.isNext(gap.from()) && !inbox.has(gap.from())) {
      beginAgain("a place of the inbox was left out");
      return;
    }
    arrivals.takeGap(gap);
    stored(new StoredPlace(gap.to(), false));
    if (newEpoch && gap.to().epoch() != epoch) {
      epoch = gap.to().epoch();
      postbox.epochChanged();
    }
  }

  private void ackSoon() {
    if (inbox.ackDue()) {
      ackNow();
    } else if (!ackPlanned) {
      ackPlanned = true;
      desk.after(
          AckPolicy.USUAL.delay(),
          () -> {
            ackPlanned = false;
            ackNow();
          });
    }
  }

  private void onLine(Consumer<Line> action) {
    if (line != null) {
      action.accept(line);
    }
  }
}
