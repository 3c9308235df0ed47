package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.SessionOptions;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.loadtest.ledger.Entry;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of a device, from the reading of its ledger to a crash: one session after the other,
 * with growing pauses. What it knows besides its {@link Memory} dies with it. Confined to one loop.
 */
final class Life {

  private static final Duration LEAST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

  private final Community community;
  private final Letters letters;
  private final Memory memory;
  private final int loop;
  private final Backoff backoff =
      new Backoff(LEAST_PAUSE, LONGEST_PAUSE, ThreadLocalRandom.current());
  private @Nullable Session session;
  private @Nullable ClaimPreKeys claim;
  private @Nullable CompletableFuture<Void> drained;
  private @Nullable CompletableFuture<Void> rejected;
  private boolean ended;

  Life(Community community, Letters letters, Memory memory, int loop) {
    this.community = community;
    this.letters = letters;
    this.memory = memory;
    this.loop = loop;
  }

  Community community() {
    return community;
  }

  Memory memory() {
    return memory;
  }

  Letters letters() {
    return letters;
  }

  DeviceAddress address() {
    return letters.device().address();
  }

  /** Opens a session at the last stored place. */
  void connect() {
    if (ended) {
      return;
    }
    Session next = new Session(this);
    session = next;
    SessionOptions options =
        SessionOptions.of(
            community.url(), address().device(), letters.device().token(), memory.stored());
    ClientConnection.open(community.transport(), options, next, loop);
  }

  /**
   * Puts aside what comes from now on, instead of showing it.
   *
   * @param first completed by the first message
   */
  void reject(CompletableFuture<Void> first) {
    rejected = first;
  }

  /** Shows what comes from now on. */
  void show() {
    rejected = null;
  }

  boolean rejects() {
    return rejected != null;
  }

  /** A message was put aside. */
  void hasRejected() {
    if (rejected != null) {
      rejected.complete(null);
    }
  }

  /** Hands in a new message unless too many wait for an answer; connected or not. */
  void submit() {
    if (memory.unansweredCount() < community.window()) {
      Entry.Submitted submitted = letters.compose();
      memory.write(submitted);
      community.tally().sent();
      if (session != null) {
        session.send(submitted);
      }
    }
  }

  /** Asks for pre-keys of a partner, unless an earlier request is still open. */
  void claim() {
    if (claim == null) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      ClaimPreKeys request =
          new ClaimPreKeys(
              new RequestId(random.nextLong(), random.nextLong()),
              letters.anyPartner().id(),
              List.of());
      claim = request;
      if (session != null) {
        session.send(request);
      }
    }
  }

  /** Repeats in a new session what was not answered in the one before. */
  void resubmit(Session opened) {
    backoff.reset();
    community.tally().connected();
    memory.unanswered().forEach(opened::send);
    if (claim != null) {
      opened.send(claim);
    }
  }

  /** The request was answered or refused. */
  void claimDone(RequestId request) {
    if (claim != null && claim.request().equals(request)) {
      claim = null;
    }
  }

  /** Begins a new session and completes the future when that has brought all that waited. */
  void drain(CompletableFuture<Void> whenDrained) {
    drained = whenDrained;
    if (session != null) {
      session.abort();
    }
  }

  /** A session has brought all that waited. */
  void drainedIn(Session which) {
    if (drained != null && which.isFresh()) {
      drained.complete(null);
    }
  }

  boolean wantsFresh() {
    return drained != null;
  }

  /** The session is over. */
  void over(Session which, Closure closure) {
    if (session == which && !ended) {
      session = null;
      community.tally().trouble("session " + Endings.words(closure), 1);
      var _ =
          loop()
              .schedule(
                  this::connect,
                  which.hasMoved() ? 0 : backoff.next().toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  /** As by a crash: nothing is said to anybody. */
  void end() {
    ended = true;
    if (session != null) {
      session.abort();
    }
    memory.close();
  }

  boolean isOver() {
    return ended;
  }

  EventLoop loop() {
    return community.transport().loop(loop);
  }
}
