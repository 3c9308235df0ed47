package dev.letterlock.server.jobs;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that counts its runs, and fails as long as it is told to. */
final class CountingWork implements Work {
  final AtomicInteger runs = new AtomicInteger();
  volatile boolean failing;
  private final String name;
  private final Duration every;

  CountingWork(String name, Duration every) {
    this.name = name;
    this.every = every;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run() {
    runs.incrementAndGet();
    if (failing) {
      throw new IllegalStateException("told to fail");
    }
  }
}
