package dev.letterlock.client.messenger;

import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice.Kind;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what is in it survives a crash, byte for byte (docs/PROTOCOL.md §3.5, §3.6). A draft
 * is sealed when there is a connection; its bytes are stored with the ratchets' states before they
 * leave, go again after every reconnect until they are answered, and once more if the server began
 * a new epoch soon after. On the desk.
 */
final class Postbox {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(15);
  private static final int MOST_ATTEMPTS = 4;

  private final Tools tools;
  private final Desk desk;
  private final OutboxSteps steps;
  private final RosterAnswers rosters;
  private final Audience audience;
  private final Lineup queue = new Lineup();
  private final Set<Long> held = new TreeSet<>();
  private final SequencedMap<Integer, Long> unanswered = new LinkedHashMap<>();
  private final AcceptedSends settled = new AcceptedSends();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private @Nullable ClientConnection connection;
  private BiConsumer<ClientConnection, byte[]> wire = (_, _) -> {};
  private int lastRef;
  private int lastOfOld;
  private int most = Wire.MAX_UNANSWERED;
  private long horizonMillis;
  private final Set<Long> told = new HashSet<>();
  private int delayed;
  private boolean paused;

  Postbox(Tools tools, Desk desk, OutboxSteps steps, RosterAnswers rosters, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.steps = steps;
    this.rosters = rosters;
    this.audience = audience;
  }

  /** Takes over what an earlier run left. */
  void load() {
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
  void sendThrough(BiConsumer<ClientConnection, byte[]> through) {
    wire = through;
  }

  /** Adds a draft; it leaves some time after the step is committed. */
  void post(Transaction step, Draft draft) {
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
  void connected(ClientConnection opened, Welcome welcome, boolean newEpoch) {
    connection = opened;
    lastRef = 0;
    lastOfOld = 0;
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
  void epochChanged() {
    queue.addRepeated(settled.takeSince(tools.clock().millis() - horizonMillis));
    pump();
  }

  void disconnected() {
    connection = null;
    takeBack();
  }

  void accepted(Accepted accepted) {
    try (Transaction step = tools.begin()) {
      for (Accepted.Range range : accepted.ranges()) {
        for (int ref = range.firstRef(); ref <= range.lastRef(); ref++) {
          Long order = unanswered.remove(ref);
          if (order != null) {
            settle(step, order, range.time() + (ref - range.firstRef()));
          }
        }
      }
      forgetOld(step);
      step.commit();
    }
    pump();
  }

  void mismatched(RosterMismatch mismatch) {
    lastOfOld = lastRef;
    for (int ref = mismatch.firstRef(); ref <= mismatch.lastRef(); ref++) {
      Long order = unanswered.remove(ref);
      if (order != null) {
        reseal(order, (step, draft) -> rosters.take(step, draft, mismatch));
      }
    }
    pump();
  }

  void refused(Failure failure) {
    lastOfOld = lastRef;
    for (int ref = failure.firstRef(); ref <= failure.lastRef(); ref++) {
      Long order = unanswered.remove(ref);
      if (order != null) {
        refused(order, failure);
      }
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
  void release() {
    held.forEach(queue::add);
    held.clear();
    pump();
  }

  /** Whether nothing waits to be sent or answered. */
  boolean isEmpty() {
    return queue.isEmpty() && unanswered.isEmpty() && held.isEmpty() && delayed == 0;
  }

  private void again(long order) {
    queue.add(order);
    pump();
  }

  private void takeBack() {
    queue.addUnanswered(unanswered.values());
    unanswered.clear();
  }

  private void pump() {
    while (connection != null && isOpen() && !queue.isEmpty()) {
      boolean old = queue.hasUnanswered();
      send(connection, queue.take());
      lastOfOld = old ? lastRef : lastOfOld;
    }
  }

  /**
   * Nothing new leaves before all is answered that left by an earlier connection or before a
   * refusal: it is likely to come back, and is not to be overtaken.
   */
  private boolean isOpen() {
    boolean oldOnly = !unanswered.isEmpty() && unanswered.sequencedKeySet().getFirst() <= lastOfOld;
    return !paused && unanswered.size() < most && (queue.hasUnanswered() || !oldOnly);
  }

  private void send(ClientConnection on, long order) {
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
      unanswered.put(++lastRef, order);
      wire.accept(on, ready.frame().toByteArray());
    }
  }

  private void putOff(long order, RefusedException refusal) {
    switch (refusal.remedy()) {
      case NOTHING -> steps.fail(order, refusal.sentence());
      case ACKNOWLEDGEMENT -> {
        held.add(order);
        audience.notice(Notice.of(Kind.REFUSED, null, refusal.sentence()));
      }
      case TIME -> {
        if (told.add(order)) {
          audience.notice(Notice.of(Kind.REFUSED, null, refusal.sentence()));
        }
        delayed++;
        desk.after(
            LONG_PAUSE,
            () -> {
              delayed--;
              again(order);
            });
      }
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
