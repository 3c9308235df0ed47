package dev.letterlock.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps Netty's leak reports instead of logging them, also where no logger is bound. Netty
 * constructs one for each kind of resource when {@code io.netty.customResourceLeakDetector} names
 * this class; any thread may report.
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {
  private static final Queue<RecordingLeakDetector<?>> DETECTORS = new ConcurrentLinkedQueue<>();
  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  /** Called by Netty, reflectively. */
  public RecordingLeakDetector(Class<?> resource, int samplingInterval) {
    super(resource, samplingInterval);
    DETECTORS.add(this);
  }

  /** Called by nobody, but Netty logs an error when this older form is missing. */
  public RecordingLeakDetector(Class<?> resource, int samplingInterval, long ignored) {
    this(resource, samplingInterval);
  }

  /**
   * The reports since the last call, of what the garbage collector has found unreachable by now.
   */
  static List<String> takeReports() {
    DETECTORS.forEach(RecordingLeakDetector::lookNow);
    List<String> reports = new ArrayList<>();
    for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
      reports.add(report);
    }
    return reports;
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    REPORTS.add("LEAK: " + resourceType + " was not released. Where it was touched:" + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    REPORTS.add("LEAK: " + resourceType + " was not released.");
  }

  /** A detector only looks for leaks while it begins to track something. */
  @SuppressWarnings("unchecked") // the tracker never looks at what it tracks
  private void lookNow() {
    T probe = (T) new Object();
    ResourceLeakTracker<T> tracker = trackForcibly(probe);
    if (tracker != null) {
      tracker.close(probe);
    }
  }
}
