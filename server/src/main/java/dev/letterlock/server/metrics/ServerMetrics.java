package dev.letterlock.server.metrics;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.server.metrics.Meters.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Binds the rows of {@link Meters} to a registry. Safe for any thread. What is counted for each
 * message goes through {@link LoopMeters}; the methods here look a meter up and are for what
 * happens less often.
 */
public final class ServerMetrics {

  private final PrometheusMeterRegistry registry;
  private final List<LoopMeters> loops = new CopyOnWriteArrayList<>();

  /** Holds what function counters read: the registry itself only keeps weak references. */
  private final Queue<DoubleSupplier> totals = new ConcurrentLinkedQueue<>();

  public ServerMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
    for (LoopCounter counter : LoopCounter.values()) {
      counter(counter.meter(), () -> sum(loop -> loop.read(counter)));
    }
    for (FrameType type : FrameType.values()) {
      counter(Meters.FRAMES, () -> sum(loop -> loop.read(type)), type.wireName());
    }
    for (LoopLatency latency : LoopLatency.values()) {
      registry.getPrometheusRegistry().register(new LatencyCollector(latency, loops));
    }
  }

  /** Counters for one more event loop; call once per loop, at start. */
  public LoopMeters newLoop() {
    LoopMeters loop = new LoopMeters();
    loops.add(loop);
    return loop;
  }

  /** Shows a level that is read at each scrape; NaN when it cannot be had. */
  public void gauge(Meters meter, DoubleSupplier level, String... labelValues) {
    Gauge.builder(meter.exposedName(), level::getAsDouble)
        .description(meter.meaning())
        .tags(tags(meter, Kind.GAUGE, labelValues))
        .strongReference(true)
        .register(registry);
  }

  /** Shows a total that its owner counts by itself and that is read at each scrape. */
  public void counter(Meters meter, LongSupplier total, String... labelValues) {
    scaledCounter(meter, () -> (double) total.getAsLong(), labelValues);
  }

  /** As {@link #counter}, for totals that are not whole, such as seconds. */
  public void scaledCounter(Meters meter, DoubleSupplier total, String... labelValues) {
    totals.add(total);
    FunctionCounter.builder(meter.exposedName(), total, DoubleSupplier::getAsDouble)
        .description(meter.meaning())
        .tags(tags(meter, Kind.COUNTER, labelValues))
        .register(registry);
  }

  /** Counts one. */
  public void count(Meters meter, String... labelValues) {
    count(meter, 1, labelValues);
  }

  /** Counts {@code n}. */
  public void count(Meters meter, long n, String... labelValues) {
    Counter.builder(meter.exposedName())
        .description(meter.meaning())
        .tags(tags(meter, Kind.COUNTER, labelValues))
        .register(registry)
        .increment((double) n);
  }

  /** A timer for durations; the caller keeps it. */
  public Timer timer(Meters meter, String... labelValues) {
    return Timer.builder(meter.exposedName())
        .description(meter.meaning())
        .tags(tags(meter, Kind.SUMMARY, labelValues))
        .register(registry);
  }

  /** A distribution of sizes; the caller keeps it. */
  public DistributionSummary summary(Meters meter, String... labelValues) {
    return DistributionSummary.builder(meter.exposedName())
        .description(meter.meaning())
        .tags(tags(meter, Kind.SUMMARY, labelValues))
        .register(registry);
  }

  /** Everything in the Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }

  private long sum(ToLongFunction<LoopMeters> reading) {
    return loops.stream().mapToLong(reading).sum();
  }

  private static Tags tags(Meters meter, Kind kind, String... values) {
    List<String> names = meter.labels();
    if (meter.kind() != kind || names.size() != values.length) {
      throw new IllegalArgumentException(
          meter + ": a " + kind + " of " + values.length + " labels (expected: as in its row)");
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(Tag.of(names.get(i), values[i]));
    }
    return tags;
  }
}
