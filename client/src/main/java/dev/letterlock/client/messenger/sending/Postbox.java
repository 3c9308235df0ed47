package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.sending.Unanswered.Sent;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.Welcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what is in it survives a crash, byte for byte (docs/PROTOCOL.md §3.5, §3.6). A draft
 * is sealed when there is a connection; its bytes are stored with the ratchets' states before they
 * leave, go again after every reconnect until they are answered, and once more if the server began
 * a new epoch soon after. On the desk.
 */
public final class Postbox {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MOST_ATTEMPTS = 4;

  private final Tools tools;
  private final Desk desk;
  private final OutboxSteps steps;
  private final RosterAnswers rosters;
  private final Waiting waiting;
  private final Lineup queue = new Lineup();
  private final Unanswered unanswered = new Unanswered();
  private final AcceptedSends settled = new AcceptedSends();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private @Nullable ClientConnection connection;
  private BiConsumer<ClientConnection, byte[]> wire = (_, _) -> {};
  private int most = Wire.MAX_UNANSWERED;
  private long horizonMillis;
  private boolean paused;

  public Postbox(
      Tools tools, Desk desk, OutboxSteps steps, RosterAnswers rosters, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.steps = steps;
    this.rosters = rosters;
    this.waiting = new Waiting(desk, audience);
  }

  /** Takes over what an earlier run left. */
  public void load() {
    try (Transaction step = tools.begin()) {
      long oldest = tools.clock().instant().minus(RetryLedger.REMEMBERED).toEpochMilli();
      new Sends(step).forgetCopiesBefore(oldest);
      step.commit();
      for (OutboxEntry entry : new Sends(step).entries()) {
        if (entry.isAccepted()) {
          settled.add(entry.order(), entry.acceptedAt());
        } else if (entry.isSealed()) {
          queue.addUnanswered(List.of(entry.order()));
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
    OutboxEntry entry = new Sends(step).add(draft);
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
    paused = false;
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
    try (Transaction step = tools.begin()) {
      for (Accepted.Range range : accepted.ranges()) {
        for (Sent sent : unanswered.take(range.firstRef(), range.lastRef())) {
          settle(step, sent.order(), range.time() + (sent.ref() - range.firstRef()));
        }
      }
      forgetOld(step);
      step.commit();
    }
    pump();
  }

  public void mismatched(RosterMismatch mismatch) {
    unanswered.age();
    for (Sent sent : unanswered.take(mismatch.firstRef(), mismatch.lastRef())) {
      reseal(sent.order(), (step, draft) -> rosters.take(step, draft, mismatch));
    }
    pump();
  }

  public void refused(Failure failure) {
    unanswered.age();
    for (Sent sent : unanswered.take(failure.firstRef(), failure.lastRef())) {
      refused(sent.order(), failure);
    }
    pump();
  }

  private void refused(long order, Failure failure) {
    ErrorCode error = failure.error();
    if (failure.retryAfterMillis() != 0) {
      queue.addUnanswered(List.of(order));
      pause(Duration.ofMillis(Integer.toUnsignedLong(failure.retryAfterMillis())));
    } else if (error == ErrorCode.STALE_EPOCH) {
      reseal(order, (step, draft) -> rosters.takeStaleEpoch(step, draft.conversation()));
    } else {
      steps.fail(order, error == null ? "The server refused a message." : error.meaning());
    }
  }

  /** A person has acknowledged a key change: what waited for it goes on. */
  public void release() {
    waiting.takeReleased().forEach(queue::add);
    pump();
  }

  /** Whether nothing waits to be sent or answered. */
  public boolean isEmpty() {
    return queue.isEmpty() && unanswered.size() == 0 && waiting.isEmpty();
  }

  private void again(long order) {
    queue.add(order);
    pump();
  }

  private void takeBack() {
    queue.addUnanswered(unanswered.takeAll());
  }

  private void pump() {
    while (connection != null && isOpen() && !queue.isEmpty()) {
      boolean old = queue.hasUnanswered();
      send(connection, queue.take(), old);
    }
  }

  /**
   * Nothing new leaves before all is answered that left by an earlier connection or before a
   * refusal: it is likely to come back, and is not to be overtaken.
   */
  private boolean isOpen() {
    boolean mayLeave = queue.hasUnanswered() || !unanswered.hasOld();
    return !paused && unanswered.size() < most && mayLeave;
  }

  private void send(ClientConnection on, long order, boolean old) {
    OutboxSteps.Ready ready;
    try {
      ready = steps.seal(order);
    } catch (ApiException e) {
      queue.add(order);
      pause(PAUSE);
      return;
    } catch (RefusedException e) {
      putOff(order, e);
      return;
    } catch (GroupRejectedException e) {
      steps.fail(order, e.fault().explanation());
      return;
    }
    if (!ready.first().isEmpty()) {
      queue.add(order);
      queue.addKeys(ready.first());
    } else if (ready.frame().size() > 0) {
      unanswered.add(order, old);
      wire.accept(on, ready.frame().toByteArray());
    }
  }

  private void putOff(long order, RefusedException refusal) {
    switch (refusal.remedy()) {
      case NOTHING -> steps.fail(order, refusal.sentence());
      case ACKNOWLEDGEMENT -> waiting.forWord(order, refusal.sentence());
      case TIME -> waiting.forTime(order, refusal.sentence(), this::again);
    }
  }

  private void settle(Transaction step, long order, long time) {
    long now = tools.clock().millis();
    if (steps.accept(step, order, time, now)) {
      step.afterwards(() -> {
        settled.add(order, now);
        attempts.remove(order);
      });
    }
  }

  private void forgetOld(Transaction step) {
    for (long order : settled.takeBefore(tools.clock().millis() - horizonMillis)) {
      new Sends(step).remove(order);
    }
  }

  /** Nothing of it is stored at the server, so it may keep its id. */
  private void reseal(long order, BiConsumer<Transaction, Draft> lesson) {
    if (attempts.merge(order, 1, Integer::sum) >= MOST_ATTEMPTS) {
      steps.fail(
          order, "The server and what is rightly signed do not agree about whom to send to.");
      return;
    }
    try (Transaction step = tools.begin()) {
      Sends sends = new Sends(step);
      OutboxEntry entry = sends.entry(order).orElseThrow();
      lesson.accept(step, entry.draft());
      sends.put(entry.sealed(Octets.of(new byte[0])));
      step.commit();
      queue.add(order);
    } catch (ApiException e) {
      queue.add(order);
      pause(PAUSE);
    } catch (RefusedException e) {
      steps.fail(order, e.sentence());
    } catch (GroupRejectedException e) {
      steps.fail(order, e.fault().explanation());
    }
  }

  private void pause(Duration time) {
    paused = true;
    desk.after(
        time,
        () -> {
          paused = false;
          pump();
        });
  }
}
