package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.loadtest.ledger.Entry;
import dev.letterlock.protocol.id.DeviceAddress;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A device that writes to its partners by the clock and keeps a ledger, through as many lives as it
 * takes. Its methods are safe for any thread; what they begin happens on one event loop.
 */
public final class Correspondent {

  private final Community community;
  private final Letters letters;
  private final Path ledger;
  private final int loop;
  private @Nullable Life life;
  private boolean silent;
  private boolean over;

  /**
   * Prepares a device; {@link #start} begins its first life.
   *
   * @param ledger its file, made when absent
   * @param loop index of the transport's loop on which it lives
   */
  public Correspondent(Community community, Letters letters, Path ledger, int loop) {
    this.community = community;
    this.letters = letters;
    this.ledger = ledger;
    this.loop = loop;
  }

  public DeviceAddress address() {
    return letters.device().address();
  }

  public Path ledger() {
    return ledger;
  }

  /** Connects, and begins to write and to claim pre-keys. */
  public void start() {
    loop()
        .execute(() -> {
          begin();
          repeat(community.submitEvery().toNanos(), Life::submit);
          repeat(community.claimEvery().toNanos(), Life::claim);
        });
  }

  /** Dies without a word. */
  public void crash() {
    loop().execute(this::endLife);
  }

  /**
   * Begins its next life, with nothing but its ledger.
   *
   * @return completed when it has begun
   */
  public CompletableFuture<Void> comeBack() {
    return CompletableFuture.runAsync(this::begin, loop());
  }

  /**
   * Rejects every message that comes from now on, in this life.
   *
   * @return completed by the first
   */
  public CompletableFuture<Void> reject() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    inLife(present -> present.reject(first));
    return first;
  }

  /** Takes messages again. */
  public void show() {
    inLife(Life::show);
  }

  /**
   * Notes that from now on the server may forget, as its durability allows, or that it may no more.
   *
   * @return completed when it is written
   */
  public CompletableFuture<Void> noteRisk(boolean begins) {
    return CompletableFuture.runAsync(
        () -> {
          if (life != null) {
            life.memory().write(new Entry.AtRisk(begins));
          }
        },
        loop());
  }

  /** No new message and no new claim from now on. */
  public void fallSilent() {
    loop().execute(() -> silent = true);
  }

  /** How many messages are not answered. */
  public CompletableFuture<Integer> unanswered() {
    return CompletableFuture.supplyAsync(
        () -> life == null ? Integer.MAX_VALUE : life.memory().unansweredCount(), loop());
  }

  /** Completed once a session that begins after this call has brought all that waited. */
  public CompletableFuture<Void> drain() {
    CompletableFuture<Void> drained = new CompletableFuture<>();
    inLife(present -> present.drain(drained));
    return drained;
  }

  /** Ends it for good; its ledger may be read when this is completed. */
  public CompletableFuture<Void> end() {
    return CompletableFuture.runAsync(
        () -> {
          over = true;
          endLife();
        },
        loop());
  }

  private void begin() {
    if (!over && life == null) {
      life = new Life(community, letters, Memory.open(ledger, address()), loop);
      life.connect();
    }
  }

  private void endLife() {
    if (life != null) {
      life.end();
      life = null;
    }
  }

  /** Does something unless it is dead. */
  private void inLife(Consumer<Life> act) {
    loop()
        .execute(() -> {
          if (life != null) {
            act.accept(life);
          }
        });
  }

  /** From some moment within the first interval on. */
  private void repeat(long nanos, Consumer<Life> act) {
    var _ =
        loop()
            .scheduleAtFixedRate(
                () -> {
                  if (life != null && !silent) {
                    act.accept(life);
                  }
                },
                ThreadLocalRandom.current().nextLong(nanos),
                nanos,
                TimeUnit.NANOSECONDS);
  }

  private EventLoop loop() {
    return community.transport().loop(loop);
  }
}
