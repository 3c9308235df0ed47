package dev.letterlock.server.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** Shows the sum of one latency over all loops as a Prometheus histogram; runs on the scraper. */
final class LatencyCollector implements Collector {

  private static final double MICROS_PER_SECOND = 1e6;

  private final LoopLatency latency;
  private final List<LoopMeters> loops;

  LatencyCollector(LoopLatency latency, List<LoopMeters> loops) {
    this.latency = latency;
    this.loops = loops;
  }

  @Override
  public MetricSnapshot collect() {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int k = 0; k < LoopMeters.BUCKETS; k++) {
      buckets.bucket(LoopMeters.upperMicros(k) / MICROS_PER_SECOND, count(k));
    }
    return HistogramSnapshot.builder()
        .name(latency.meter().exposedName())
        .help(latency.meter().meaning())
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sumSeconds())
                .build())
        .build();
  }

  private long count(int bucket) {
    return loops.stream().mapToLong(loop -> loop.readBucket(latency, bucket)).sum();
  }

  private double sumSeconds() {
    return loops.stream().mapToLong(loop -> loop.readSumMicros(latency)).sum() / MICROS_PER_SECOND;
  }
}
