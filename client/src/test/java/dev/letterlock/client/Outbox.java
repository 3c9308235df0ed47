package dev.letterlock.client;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Sends of one device across connections (docs/PROTOCOL.md §3): at most 256 unanswered, those
 * resubmitted in order after a reconnect before anything new, and what was accepted within the
 * server's horizon resubmitted when the server began a new epoch. Confined to the session's loop.
 */
final class Outbox {

  private final Map<Integer, Pending> unanswered = new LinkedHashMap<>();
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Pending> settled = new ArrayDeque<>();
  private int maxUnanswered = Wire.MAX_UNANSWERED;
  private long horizonNanos;
  private @Nullable ClientConnection connection;

  /** Takes a message; it leaves as soon as there is a connection and room. */
  CompletableFuture<SendResult> add(OutgoingSend send) {
    Pending pending = new Pending(send);
    waiting.add(pending);
    pump();
    return pending.result;
  }

  /**
   * A session is open: resubmits.
   *
   * @param newEpoch whether the server may have lost what it had accepted
   */
  void connected(ClientConnection opened, int most, int horizonMillis, boolean newEpoch) {
    connection = opened;
    maxUnanswered = Math.min(most, Wire.MAX_UNANSWERED);
    horizonNanos = TimeUnit.MILLISECONDS.toNanos(horizonMillis);
    List<Pending> again = new ArrayList<>(unanswered.values());
    unanswered.clear();
    forgetOld(System.nanoTime());
    if (newEpoch) {
      again.addAll(0, settled);
      settled.clear();
    }
    for (int i = again.size() - 1; i >= 0; i--) {
      waiting.addFirst(again.get(i));
    }
    pump();
  }

  void disconnected() {
    connection = null;
  }

  void accepted(Accepted accepted) {
    long now = System.nanoTime();
    for (Accepted.Range range : accepted.ranges()) {
      for (int ref = range.firstRef(); ref <= range.lastRef(); ref++) {
        accepted(ref, range.time() + (ref - range.firstRef()), accepted.full(), now);
      }
    }
    forgetOld(now);
    pump();
  }

  void mismatched(RosterMismatch mismatch) {
    settle(mismatch.firstRef(), mismatch.lastRef(), new SendResult.Mismatched(mismatch));
  }

  void refused(Failure failure) {
    settle(failure.firstRef(), failure.lastRef(), new SendResult.Refused(failure));
  }

  /** Nothing will be answered any more. */
  void stop() {
    connection = null;
    unanswered.values().forEach(pending -> pending.result.complete(new SendResult.Unanswered()));
    waiting.forEach(pending -> pending.result.complete(new SendResult.Unanswered()));
    unanswered.clear();
    waiting.clear();
  }

  private void accepted(int ref, long time, List<Accepted.FullInbox> full, long now) {
    Pending pending = unanswered.remove(ref);
    if (pending != null) {
      List<Accepted.FullInbox> own = full.stream().filter(inbox -> inbox.ref() == ref).toList();
      pending.result.complete(new SendResult.Stored(time, own));
      pending.settledAt = now;
      settled.add(pending);
    }
  }

  private void settle(int firstRef, int lastRef, SendResult result) {
    for (int ref = firstRef; ref <= lastRef; ref++) {
      Pending pending = unanswered.remove(ref);
      if (pending != null) {
        pending.result.complete(result);
      }
    }
    pump();
  }

  private void forgetOld(long now) {
    while (!settled.isEmpty() && now - settled.element().settledAt > horizonNanos) {
      settled.remove();
    }
  }

  private void pump() {
    ClientConnection open = connection;
    while (open != null && !waiting.isEmpty() && unanswered.size() < maxUnanswered) {
      Pending pending = waiting.remove();
      int ref = open.nextRef();
      unanswered.put(ref, pending);
      open.send(pending.send.withRef(ref));
    }
  }

  private static final class Pending {
    private final OutgoingSend send;
    private final CompletableFuture<SendResult> result = new CompletableFuture<>();
    private long settledAt;

    Pending(OutgoingSend send) {
      this.send = send;
    }
  }
}
