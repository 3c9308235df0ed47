package dev.letterlock.client.messenger;

import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.Welcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
final class Postbox {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(15);
  private static final int MOST_ATTEMPTS = 4;

  private final Tools tools;
  private final Desk desk;
  private final OutboxSteps steps;
  private final RosterAnswers rosters;
  private final Audience audience;
  private final Deque<Long> queue = new ArrayDeque<>();
  private final Deque<Long> held = new ArrayDeque<>();
  private final Map<Integer, Long> unanswered = new LinkedHashMap<>();
  private final AcceptedSends settled = new AcceptedSends();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private @Nullable ClientConnection connection;
  private BiConsumer<ClientConnection, byte[]> wire = (_, _) -> {};
  private int lastRef;
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
    paused = false;
    most = Math.min(welcome.maxUnanswered(), Wire.MAX_UNANSWERED);
    horizonMillis = Integer.toUnsignedLong(welcome.acceptedHorizonMillis());
    takeBack();
    if (newEpoch) {
      resubmitSettled();
    }
    pump();
  }

  /** An inbox began a new epoch in the middle of a session. */
  void epochChanged() {
    resubmitSettled();
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
    for (int ref = mismatch.firstRef(); ref <= mismatch.lastRef(); ref++) {
      Long order = unanswered.remove(ref);
      if (order != null) {
        reseal(order, mismatch);
      }
    }
    pump();
  }

  void refused(Failure failure) {
    for (int ref = failure.firstRef(); ref <= failure.lastRef(); ref++) {
      Long order = unanswered.remove(ref);
      if (order != null && failure.retryAfterMillis() != 0) {
        desk.after(Duration.ofMillis(failure.retryAfterMillis()), () -> again(order));
      } else if (order != null) {
        ErrorCode error = failure.error();
        steps.fail(order, error == null ? "The server refused a message." : error.meaning());
      }
    }
    pump();
  }

  /** A person has acknowledged a key change: what waited for it goes on. */
  void release() {
    List<Long> waiting = new ArrayList<>(held);
    held.clear();
    waiting.reversed().forEach(queue::addFirst);
    pump();
  }

  /** Whether nothing waits to be sent or answered. */
  boolean isEmpty() {
    return queue.isEmpty() && unanswered.isEmpty() && held.isEmpty() && delayed == 0;
  }

  private void again(long order) {
    queue.addFirst(order);
    pump();
  }

  private void takeBack() {
    List<Long> orders = new ArrayList<>(unanswered.values());
    unanswered.clear();
    orders.reversed().forEach(queue::addFirst);
  }

  /** Behind the unanswered ones, before what has never left. */
  private void resubmitSettled() {
    List<Long> again = settled.takeSince(tools.clock().millis() - horizonMillis);
    List<Long> sealed = new ArrayList<>();
    List<Long> fresh = new ArrayList<>();
    try (Transaction step = tools.begin()) {
      for (long order : queue) {
        boolean isSealed = new Sends(step).entry(order).map(OutboxEntry::isSealed).orElse(false);
        (isSealed ? sealed : fresh).add(order);
      }
    }
    queue.clear();
    queue.addAll(sealed);
    queue.addAll(again);
    queue.addAll(fresh);
  }

  private void pump() {
    while (connection != null && !paused && !queue.isEmpty() && unanswered.size() < most) {
      send(connection, queue.remove());
    }
  }

  private void send(ClientConnection on, long order) {
    byte[] frame;
    try {
      frame = steps.seal(order);
    } catch (ApiException e) {
      queue.addFirst(order);
      pause();
      return;
    } catch (RefusedException e) {
      putOff(order, e);
      return;
    }
    if (frame.length > 0) {
      unanswered.put(++lastRef, order);
      wire.accept(on, frame);
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
  private void reseal(long order, RosterMismatch mismatch) {
    if (attempts.merge(order, 1, Integer::sum) >= MOST_ATTEMPTS) {
      steps.fail(
          order, "The server and the signed lists do not agree about the devices to send to.");
      return;
    }
    try (Transaction step = tools.begin()) {
      Sends sends = new Sends(step);
      OutboxEntry entry = sends.entry(order).orElseThrow();
      rosters.take(step, entry.draft(), mismatch);
      sends.put(entry.sealed(Octets.of(new byte[0])));
      step.commit();
      queue.addFirst(order);
    } catch (ApiException e) {
      queue.addFirst(order);
      pause();
    } catch (RefusedException e) {
      steps.fail(order, e.sentence());
    }
  }

  private void pause() {
    paused = true;
    desk.after(
        PAUSE,
        () -> {
          paused = false;
          pump();
        });
  }
}
