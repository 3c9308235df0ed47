package dev.letterlock.loadtest.peer;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.provision.RunFailure;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Opens many sessions, so many at a time, and says in plain words why it cannot. */
public final class Connector {

  private static final int AT_ONCE = 128;
  private static final int SPARE_FILES = 200;
  private static final int SOCKETS_PER_ADDRESS = 20_000;

  private final LoadRun run;
  private final Progress progress;

  public Connector(LoadRun run, Progress progress) {
    this.run = run;
    this.progress = progress;
  }

  /**
   * Checks that this process may open so many sockets.
   *
   * @throws RunFailure if the limit of open files is too low
   */
  public static void requireFiles(int sockets) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < sockets + SPARE_FILES) {
      throw tooFewFiles(system.getMaxFileDescriptorCount(), sockets);
    }
  }

  /**
   * Opens all sessions and waits until each is welcome.
   *
   * @throws RunFailure if one is not
   */
  public void connect(List<LoadSession> sessions) throws InterruptedException {
    progress.begin("connecting", sessions.size());
    Semaphore free = new Semaphore(AT_ONCE);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    for (int i = 0; i < sessions.size() && failed.get() == null; i++) {
      free.acquire();
      var _ =
          sessions
              .get(i)
              .connect(localAddress(i, sessions.size()))
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  failed.compareAndSet(null, failure);
                }
                free.release();
              });
      progress.done(i);
    }
    free.acquire(AT_ONCE);
    progress.end();
    Throwable failure = failed.get();
    if (failure != null) {
      throw inPlainWords(failure, sessions.size());
    }
  }

  /**
   * Waits until every sender has agreed keys with its recipients.
   *
   * @throws RunFailure if a bundle does not verify
   */
  public void agree(List<Sender> senders) throws InterruptedException {
    progress.begin("agreeing keys", senders.size());
    try {
      for (int i = 0; i < senders.size(); i++) {
        senders.get(i).agreed().get();
        progress.done(i + 1L);
      }
    } catch (ExecutionException e) {
      throw new RunFailure(
          RunFailure.REFUSED, "A pre-key bundle does not verify: " + e.getMessage());
    }
    progress.end();
  }

  private RunFailure inPlainWords(Throwable failure, int sockets) {
    Closure closure =
        failure instanceof LoadSession.SessionFailed ended
            ? ended.closure()
            : new Closure.Lost(failure);
    String said = closure.describe();
    if (said.contains("Too many open files")) {
      return tooFewFiles(-1, sockets);
    }
    return switch (closure) {
      case Closure.Unreachable _ ->
          new RunFailure(
              RunFailure.UNAVAILABLE,
              "No server answers at "
                  + run.url()
                  + ". Start one with ./letterlock serve, or name it with --url. ("
                  + said
                  + ")");
      case Closure.Refused _, Closure.ByServer _, Closure.ByClient _, Closure.Lost _ ->
          new RunFailure(RunFailure.REFUSED, "A session did not open: " + said + ".");
    };
  }

  private static RunFailure tooFewFiles(long limit, int sockets) {
    return new RunFailure(
        RunFailure.MACHINE,
        "The limit of open files is too low"
            + (limit > 0 ? " (" + limit + ")" : "")
            + " for "
            + sockets
            + " connections. Raise it with: ulimit -n "
            + (sockets + 2 * SPARE_FILES)
            + " (for the server too), or use fewer --connections.");
  }

  /** Beyond so many sockets the ports of one address run out: then 127.0.0.2 and up. */
  private static @Nullable InetSocketAddress localAddress(int index, int sockets) {
    if (sockets <= SOCKETS_PER_ADDRESS) {
      return null;
    }
    byte[] address = {127, 0, 0, (byte) (2 + index / SOCKETS_PER_ADDRESS)};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("address: 4 bytes (expected: an address)", e);
    }
  }
}
