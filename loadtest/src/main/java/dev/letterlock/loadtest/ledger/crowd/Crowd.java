package dev.letterlock.loadtest.ledger.crowd;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.Tally;
import dev.letterlock.loadtest.provision.LoadDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * All idle sessions of a run, in as many processes as it takes; none is a crowd, too. One thread.
 */
public final class Crowd implements AutoCloseable {

  /** Sessions of one process, which may seldom have more than 20,000 open files. */
  public static final int PER_PROCESS = 10_000;

  private static final int POLL_MILLIS = 5;

  private final List<CrowdProcess> processes;

  private Crowd(List<CrowdProcess> processes) {
    this.processes = List.copyOf(processes);
  }

  /** Nobody. */
  public static Crowd none() {
    return new Crowd(List.of());
  }

  /**
   * Starts the processes; they wait for servers.
   *
   * @param folder for what they say on standard error
   * @param tally takes at the end what befell their sessions
   */
  public static Crowd of(List<LoadDevice> devices, Path folder, Tally tally) throws IOException {
    List<CrowdProcess> processes = new ArrayList<>();
    for (int from = 0; from < devices.size(); from += PER_PROCESS) {
      List<LoadDevice> share = devices.subList(from, Math.min(devices.size(), from + PER_PROCESS));
      processes.add(CrowdProcess.start(processes.size(), share, folder, tally));
    }
    return new Crowd(processes);
  }

  /** Lets everybody know where servers are now, perhaps nowhere. */
  public void findServers(List<ServerUrl> servers) {
    processes.forEach(process -> process.findServers(servers));
  }

  /** Waits until no session is open; false if it takes longer. */
  public boolean awaitGone(long seconds) throws InterruptedException {
    return await(() -> processes.stream().allMatch(process -> process.present() == 0), seconds);
  }

  /** Waits until all sessions are open; false if it takes longer. */
  public boolean awaitThere(long seconds) throws InterruptedException {
    return await(() -> processes.stream().allMatch(CrowdProcess::isComplete), seconds);
  }

  /** Sessions that are open. */
  public int present() {
    return processes.stream().mapToInt(CrowdProcess::present).sum();
  }

  @Override
  public void close() {
    processes.forEach(CrowdProcess::close);
  }

  private static boolean await(BooleanSupplier condition, long seconds)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }
}
