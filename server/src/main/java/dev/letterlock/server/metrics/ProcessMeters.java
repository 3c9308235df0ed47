package dev.letterlock.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Meters of the process and its JVM, read at each scrape. */
public final class ProcessMeters {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double BYTES_PER_KIB = 1024;

  private ProcessMeters() {}

  /** Adds all of them. */
  public static void bind(ServerMetrics metrics) {
    bindProcess(metrics);
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    bindMemory(metrics, "heap", memory::getHeapMemoryUsage);
    bindMemory(metrics, "nonheap", memory::getNonHeapMemoryUsage);
    bindBuffers(metrics);
    bindCollectors(metrics);
    metrics.gauge(Meters.JVM_THREADS, () -> ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** Resident memory in bytes, or NaN where the system does not tell. */
  static double residentBytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(ProcessMeters::bytesOf)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static double bytesOf(String line) {
    String kibibytes = line.substring(RESIDENT.length()).replace("kB", "").strip();
    return Long.parseLong(kibibytes) * BYTES_PER_KIB;
  }

  private static void bindProcess(ServerMetrics metrics) {
    metrics.gauge(Meters.PROCESS_MEMORY, ProcessMeters::residentBytes);
    double start = ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND;
    metrics.gauge(Meters.PROCESS_START, () -> start);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      metrics.scaledCounter(
          Meters.PROCESS_CPU, () -> system.getProcessCpuTime() / NANOS_PER_SECOND);
      metrics.gauge(Meters.PROCESS_FILES, system::getOpenFileDescriptorCount);
      metrics.gauge(Meters.PROCESS_FILES_LIMIT, system::getMaxFileDescriptorCount);
    }
  }

  private static void bindMemory(ServerMetrics metrics, String area, Supplier<MemoryUsage> usage) {
    metrics.gauge(Meters.JVM_MEMORY_USED, () -> usage.get().getUsed(), area);
    metrics.gauge(Meters.JVM_MEMORY_COMMITTED, () -> usage.get().getCommitted(), area);
    metrics.gauge(Meters.JVM_MEMORY_MAX, () -> usage.get().getMax(), area);
  }

  private static void bindBuffers(ServerMetrics metrics) {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      metrics.gauge(Meters.JVM_MEMORY_USED, pool::getMemoryUsed, pool.getName());
    }
  }

  private static void bindCollectors(ServerMetrics metrics) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      String name = collector.getName();
      metrics.scaledCounter(
          Meters.JVM_GC_TIME, () -> collector.getCollectionTime() / MILLIS_PER_SECOND, name);
      metrics.counter(Meters.JVM_GC_COUNT, collector::getCollectionCount, name);
    }
  }
}
