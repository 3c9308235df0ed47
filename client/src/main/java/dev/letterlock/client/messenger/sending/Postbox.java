package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.sending.Lineup.Taken;
import dev.letterlock.client.messenger.sending.Unanswered.Sent;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what is in it survives a crash, byte for byte (docs/PROTOCOL.md §3.5, §3.6). A draft
 * is sealed when there is a connection; its bytes are stored with the ratchets' states before they
 * leave, go again after every reconnect until they are answered, and once more if the server began
 * a new epoch soon after. On the desk.
 */
public final class Postbox {

  private static final int MOST_ATTEMPTS = 4;

  private final Tools tools;
  private final Desk desk;
  private final OutboxSteps steps;
  private final RosterAnswers rosters;
  private final Mishaps mishaps;
  private final Turns turns = new Turns();
  private final Lineup queue = new Lineup();
  private final Unanswered unanswered = new Unanswered();
  private final AcceptedSends settled = new AcceptedSends();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private @Nullable ClientConnection connection;
  private BiConsumer<ClientConnection, byte[]> wire = (_, _) -> {};
  private int most = Wire.MAX_UNANSWERED;
  private long horizonMillis;

  public Postbox(
      Tools tools, Desk desk, OutboxSteps steps, RosterAnswers rosters, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.steps = steps;
    this.rosters = rosters;
    this.mishaps = new Mishaps(desk, audience, steps, turns, this::pump);
  }

  /** Takes over what an earlier run left. */
  public void load() {
    try (Transaction step = tools.begin()) {
      for (OutboxEntry entry : new Sends(step).entries()) {
        if (entry.isAccepted()) {
          settled.add(entry.order(), entry.acceptedAt());
        } else if (entry.isSealed()) {
          queue.addUnanswered(List.of(entry.order()));
          if (Drafts.isNumbered(entry.draft())) {
            turns.hold(entry.draft().conversation(), entry.order());
          }
        } else {
          queue.add(entry.order());
        }
      }
    }
  }

  /** Says how frames leave. */
  public void sendThrough(BiConsumer<ClientConnection, byte[]> through) {
    wire = through;
  }

  /** Adds a draft; it leaves some time after the step is committed. */
  public void post(Transaction step, Draft draft) {
    OutboxEntry entry = steps.add(step, draft);
    step.afterwards(() -> {
      queue.add(entry.order());
      desk.execute(this::pump);
    });
  }

  /**
   * A session is open: everything unanswered goes again, in the old order, before anything new.
   *
   * @param newEpoch whether the server may have lost what it had accepted
   */
  public void connected(ClientConnection opened, Welcome welcome, boolean newEpoch) {
    connection = opened;
    mishaps.endPause();
    most = Math.min(welcome.maxUnanswered(), Wire.MAX_UNANSWERED);
    horizonMillis = Integer.toUnsignedLong(welcome.acceptedHorizonMillis());
    takeBack();
    if (newEpoch) {
      epochChanged();
    } else {
      pump();
    }
  }

  /** An inbox began a new epoch in the middle of a session. */
  public void epochChanged() {
    queue.addRepeated(settled.takeSince(tools.clock().millis() - horizonMillis));
    pump();
  }

  public void disconnected() {
    connection = null;
    takeBack();
  }

  public void accepted(Accepted accepted) {
    Map<Long, Long> times = new LinkedHashMap<>();
    Map<Long, Set<DeviceAddress>> full = new HashMap<>();
    for (Accepted.Range range : accepted.ranges()) {
      for (Sent sent : unanswered.take(range.firstRef(), range.lastRef())) {
        times.put(sent.order(), range.time() + (sent.ref() - range.firstRef()));
        full.put(sent.order(), accepted.fullOf(sent.ref()));
      }
    }
    try (Transaction step = tools.begin()) {
      times.forEach((order, time) -> settle(step, order, time, full.getOrDefault(order, Set.of())));
      forgetOld(step);
      step.commit();
      mishaps.over();
    } catch (RuntimeException e) {
      // All go again, and the server says once more that it holds them.
      queue.addUnanswered(times.keySet());
      mishaps.hold(e);
    }
    pump();
  }

  public void mismatched(RosterMismatch mismatch) {
    unanswered.age();
    for (Sent sent : unanswered.take(mismatch.firstRef(), mismatch.lastRef())) {
      Taken entry = answered(sent);
      mishaps.attempt(
          entry, () -> reseal(entry, (step, draft) -> rosters.take(step, draft, mismatch)));
    }
    pump();
  }

  public void refused(Failure failure) {
    unanswered.age();
    for (Sent sent : unanswered.take(failure.firstRef(), failure.lastRef())) {
      Taken entry = answered(sent);
      mishaps.attempt(entry, () -> refused(entry, failure));
    }
    pump();
  }

  private void refused(Taken entry, Failure failure) {
    ErrorCode error = failure.error();
    Duration wait = Duration.ofMillis(Integer.toUnsignedLong(failure.retryAfterMillis()));
    if (wait.isPositive() && error == ErrorCode.INBOX_FULL) {
      mishaps.putOff(entry, wait);
    } else if (wait.isPositive()) {
      entry.back().run();
      mishaps.pause(wait);
    } else if (error == ErrorCode.STALE_EPOCH) {
      reseal(entry, (step, draft) -> rosters.takeStaleEpoch(step, draft.conversation()));
    } else if (error == ErrorCode.UNKNOWN_RECIPIENT && steps.isToGroup(entry.order())) {
      holdBack(entry);
    } else {
      fail(entry.order(), error == null ? "The server refused a message." : error.meaning());
    }
  }

  /** Its key went the same way, so both go anew with the next attempt. */
  private void holdBack(Taken entry) {
    waitOrFail(entry, steps.holdBack(entry.order()));
  }

  /** A person has acknowledged a key change: what waited for it goes on. */
  public void release() {
    mishaps.release();
  }

  /** Whether nothing waits to be sent or answered. */
  public boolean isEmpty() {
    return queue.isEmpty() && unanswered.size() == 0 && mishaps.isEmpty() && turns.isEmpty();
  }

  private Taken answered(Sent sent) {
    return new Taken(sent.order(), true, () -> queue.addUnanswered(List.of(sent.order())));
  }

  private void takeBack() {
    queue.addUnanswered(unanswered.takeAll());
  }

  private void pump() {
    while (connection != null && isOpen() && !queue.isEmpty()) {
      ClientConnection on = connection;
      Taken entry = queue.take();
      mishaps.attempt(entry, () -> send(on, entry));
    }
  }

  /**
   * Nothing new leaves before all is answered that left by an earlier connection or before a
   * refusal: it is likely to come back, and is not to be overtaken.
   */
  private boolean isOpen() {
    boolean mayLeave = queue.hasUnanswered() || !unanswered.hasOld();
    return !mishaps.isPaused() && unanswered.size() < most && mayLeave;
  }

  private void send(ClientConnection on, Taken entry) {
    boolean behind =
        steps
            .unsealed(entry.order())
            .filter(fresh -> !turns.begin(fresh.conversation(), fresh.numbered(), entry))
            .isPresent();
    if (!behind) {
      lead(entry, () -> leave(on, entry, steps.seal(entry.order())));
    }
  }

  private void leave(ClientConnection on, Taken entry, OutboxSteps.Ready ready) {
    if (!ready.first().isEmpty()) {
      queue.add(entry.order());
      queue.addKeys(ready.first());
    } else if (ready.frame().size() > 0) {
      unanswered.add(entry.order(), entry.unanswered());
      wire.accept(on, ready.frame().toByteArray());
    } else {
      done(entry.order());
    }
  }

  /** Does something with an entry that a rule may forbid, for a while or for good. */
  private void lead(Taken entry, Runnable work) {
    try {
      work.run();
    } catch (RefusedException e) {
      waitOrFail(entry, e);
    } catch (GroupRejectedException e) {
      String why = e.fault().explanation();
      waitOrFail(
          entry,
          e.fault().isMendedByOthers()
              ? RefusedException.forNow(why)
              : new RefusedException(why, e));
    }
  }

  private void waitOrFail(Taken entry, RefusedException refusal) {
    if (mishaps.waits(entry, refusal)) {
      attempts.remove(entry.order());
    } else {
      fail(entry.order(), refusal.sentence());
    }
  }

  private void fail(long order, String why) {
    steps.fail(order, why);
    done(order);
  }

  private void done(long order) {
    attempts.remove(order);
    mishaps.forget(order);
    turns.end(order);
  }

  private void settle(Transaction step, long order, long time, Set<DeviceAddress> full) {
    long now = tools.clock().millis();
    if (steps.accept(step, order, time, now, full)) {
      step.afterwards(() -> settled.add(order, now));
    }
    step.afterwards(() -> done(order));
  }

  private void forgetOld(Transaction step) {
    for (long order : settled.takeBefore(tools.clock().millis() - horizonMillis)) {
      new Sends(step).remove(order);
    }
  }

  /** Nothing of it is stored at the server, so it may keep its id. */
  private void reseal(Taken entry, BiConsumer<Transaction, Draft> lesson) {
    long order = entry.order();
    int before = attempts.getOrDefault(order, 0);
    if (before + 1 >= MOST_ATTEMPTS) {
      fail(order, "The server and what is rightly signed do not agree about whom to send to.");
      return;
    }
    lead(
        entry,
        () -> {
          steps.reopen(order, lesson);
          attempts.put(order, before + 1);
          queue.add(order);
        });
  }
}
