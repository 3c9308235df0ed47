package dev.letterlock.whole;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What the threads of a server in this process that carry messages have allocated so far. */
final class ServerGarbage {
  private static final String[] CARRIERS = {
    "letterlock-loop", "letterlock-commit", "letterlock-inbox-reader"
  };

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes by kind of thread. */
  Map<String, Long> bytes() {
    Map<String, Long> bytes = new TreeMap<>();
    for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        Arrays.stream(CARRIERS)
            .filter(thread.getThreadName()::startsWith)
            .forEach(kind ->
                bytes.merge(
                    kind, threads.getThreadAllocatedBytes(thread.getThreadId()), Long::sum));
      }
    }
    return bytes;
  }
}
