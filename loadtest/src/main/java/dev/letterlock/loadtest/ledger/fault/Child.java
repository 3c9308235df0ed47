package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.loadtest.provision.RunFailure;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process to which faults happen, through as many starts as it takes, away from the caller's
 * settings. It ends with this process. One thread.
 */
final class Child implements AutoCloseable {

  private static final Set<String> KEPT_VARIABLES =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "TMPDIR",
          "JAVA_HOME",
          "LETTERLOCK_JAVA_HOME",
          "LETTERLOCK_JAVA_OPTS");

  private static final long STOP_SECONDS = 30;

  private final Thread endWithUs = new Thread(this::close, "ledger-end");
  private volatile @Nullable Process process;

  Child() {
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  /**
   * Starts it, in place of an earlier start that has ended.
   *
   * @param variables of the environment, besides those that every process needs
   */
  void launch(ProcessBuilder builder, Map<String, String> variables) throws IOException {
    builder.environment().keySet().retainAll(KEPT_VARIABLES);
    builder.environment().putAll(variables);
    process = builder.start();
  }

  /** Of the last start; empty before the first. */
  OptionalLong pid() {
    Process last = process;
    return last == null ? OptionalLong.empty() : OptionalLong.of(last.pid());
  }

  boolean isAlive() {
    return running().isAlive();
  }

  /** SIGKILL, and waits until the process is dead. */
  void kill() {
    running().destroyForcibly().onExit().join();
  }

  /**
   * SIGTERM, and waits for the end.
   *
   * @return the exit code
   * @throws RunFailure if it does not end
   */
  int stop() throws InterruptedException {
    Process ending = running();
    ending.destroy();
    if (!ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new RunFailure(RunFailure.MACHINE, "The server does not stop when told to.");
    }
    return ending.exitValue();
  }

  /** SIGSTOP: it stands still until {@link #thaw}. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** No file of it can grow until {@link #letFilesGrow}. */
  void stopFilesGrowing() throws IOException, InterruptedException {
    limitFiles("1");
  }

  void letFilesGrow() throws IOException, InterruptedException {
    limitFiles("unlimited");
  }

  @Override
  public void close() {
    Process last = process;
    if (last != null) {
      last.destroyForcibly().onExit().join();
    }
    if (!Thread.currentThread().equals(endWithUs)) {
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook has run or will.
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    Command.run("kill", "-" + name, Long.toString(running().pid()));
  }

  /** Sets the soft limit alone, so that it can be raised again. */
  private void limitFiles(String bytes) throws IOException, InterruptedException {
    Command.run(
        "prlimit",
        "--pid=" + running().pid(),
        "--fsize=" + bytes + (bytes.equals("unlimited") ? "" : ":"));
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException("process: not started (expected: started)");
    }
    return current;
  }
}
