package dev.letterlock.testing;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which a Netty resource became unreachable before it was released. JUnit
 * registers it for every class by itself (autodetection is switched on in the parent pom), after
 * the class's own clean-up.
 */
public final class NoLeaksExtension implements AfterAllCallback {
  private static final int COLLECTIONS = 2;
  private static final long COLLECTION_MILLIS = 10_000;

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    if (context.getRequiredTestClass().getEnclosingClass() != null) {
      return; // its outermost class answers for it
    }
    for (int i = 0; i < COLLECTIONS; i++) {
      awaitCollection();
    }
    List<String> reports = RecordingLeakDetector.takeReports();
    if (!reports.isEmpty()) {
      throw new AssertionError(String.join("\n", reports));
    }
  }

  /**
   * Returns after the collector has found, and announced, that an object made here is gone. What
   * became unreachable before it is announced no later than by the second time.
   */
  private static void awaitCollection() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
    try {
      System.gc();
      if (queue.remove(COLLECTION_MILLIS) == null) {
        throw new IllegalStateException("the garbage collector did not run, so leaks go unseen");
      }
    } finally {
      Reference.reachabilityFence(canary);
    }
  }
}
