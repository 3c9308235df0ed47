package dev.letterlock.server.features.admin;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures what is alive on the heap: an operator's tool for benchmarks. */
public final class HeapProbe {

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

  /** Collects garbage, which may stop everything for a moment, and tells the bytes in use. */
  public long collect() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
