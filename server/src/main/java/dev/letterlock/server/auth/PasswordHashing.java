package dev.letterlock.server.auth;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id (RFC 9106) with a bound on how many run at once, since each takes a core and megabytes
 * for tens of milliseconds. The hashes run on threads of their own, because a native call would
 * hold the carrier of a virtual thread; callers wait, so they must be threads that may block.
 */
public final class PasswordHashing implements AutoCloseable {

  /** Bytes of the longest password, in UTF-8. */
  public static final int MAX_BYTES = 512;

  private static final int MOST_WAITING = 256;

  private final Sodium sodium;
  private final PasswordCost cost;
  private final Timer timer;
  private final ExecutorService threads;
  private final String nobody;

  /**
   * @param atOnce how many hashes may run at the same time
   * @param timer of {@code Meters.PASSWORD_TIME}
   */
  public PasswordHashing(Sodium sodium, PasswordCost cost, int atOnce, Timer timer) {
    this.sodium = sodium;
    this.cost = cost;
    this.timer = timer;
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("letterlock-password-", 0).factory());
    // What an unknown user is checked against: a hash of what nobody knows, at today's cost.
    this.nobody = sodium.passwordHash(sodium.randomBytes(Long.BYTES * 4), cost);
  }

  /**
   * The string to store: algorithm, cost, salt and hash.
   *
   * @throws BusyException when too many others wait
   */
  public String hash(byte[] password) {
    return run(() -> sodium.passwordHash(password, cost));
  }

  /**
   * Whether the password made the stored string. Takes as long when there is none, so that a caller
   * cannot tell an unknown user from a wrong password.
   *
   * @param stored what {@link #hash} gave, or null for a user who does not exist or has no password
   * @throws BusyException when too many others wait
   */
  public boolean matches(@Nullable String stored, byte[] password) {
    String against = stored == null ? nobody : stored;
    boolean matches = run(() -> sodium.passwordMatches(against, password));
    return stored != null && matches;
  }

  /** Whether the stored string was made at another cost than today's. */
  public boolean isOutdated(String stored) {
    return sodium.passwordNeedsRehash(stored, cost);
  }

  @Override
  public void close() {
    threads.close();
  }

  private <T> T run(Callable<T> work) {
    try {
      return timer.recordCallable(() -> threads.submit(work).get());
    } catch (RejectedExecutionException | InterruptedException e) {
      throw new BusyException(e);
    } catch (Exception e) {
      throw new IllegalStateException("password hashing: failed (expected: a hash)", e);
    }
  }

  /** Too many hashes wait for a thread, or the server is being stopped. */
  public static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException(Throwable cause) {
      super(
          "password hashing: no thread (expected: fewer than " + MOST_WAITING + " waiting)", cause);
    }
  }
}
