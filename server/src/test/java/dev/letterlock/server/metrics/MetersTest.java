package dev.letterlock.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.FrameType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetersTest {

  private final ServerMetrics metrics =
      new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  @Test
  void everyRowIsExposedUnderItsExactNameAndNothingElse() {
    ProcessMeters.bind(metrics);
    for (Meters meter : Meters.values()) {
      use(meter);
    }

    assertThat(metrics.scrape().lines().filter(line -> line.startsWith("# TYPE ")))
        .extracting(line -> line.split(" ", -1)[2])
        .allSatisfy(name -> assertThat(exposedNames()).contains(name.replaceFirst("_max$", "")))
        .containsAll(exposedNames());
  }

  @Test
  void documentationHoldsTheSameTable() throws IOException {
    String page = Files.readString(Path.of("../docs/OPERATIONS.md"));

    assertThat(page)
        .contains("<!-- begin: meters -->\n" + table() + "<!-- end -->")
        .contains("`…_bucket`", "`…_sum`", "`…_count`", "`…_max`");
  }

  @Test
  void loopsAreSummed() {
    LoopMeters one = metrics.newLoop();
    LoopMeters two = metrics.newLoop();
    one.count(LoopCounter.ACCEPTED, 3);
    two.count(LoopCounter.ACCEPTED, 4);
    one.frame(FrameType.SEND);
    two.frames(FrameType.SEND, 5);

    assertThat(metrics.scrape())
        .contains("letterlock_accepted_total 7.0")
        .contains("letterlock_frames_total{type=\"Send\"} 6.0");
  }

  @Test
  void latenciesFallIntoTheirBuckets() {
    LoopMeters loop = metrics.newLoop();
    for (long micros : new long[] {-5, 0, 63, 64, 127, 128, 40_000_000}) {
      loop.record(LoopLatency.SUBMIT_DELIVER, micros);
    }

    assertThat(metrics.scrape())
        .contains("letterlock_submit_deliver_seconds_bucket{le=\"6.4E-5\"} 3")
        .contains("letterlock_submit_deliver_seconds_bucket{le=\"1.28E-4\"} 5")
        .contains("letterlock_submit_deliver_seconds_bucket{le=\"2.56E-4\"} 6")
        .contains("letterlock_submit_deliver_seconds_bucket{le=\"+Inf\"} 7")
        .contains("letterlock_submit_deliver_seconds_sum 40.000382");
  }

  @Test
  void processMetersKeepTheirValuesAcrossCollections() {
    ProcessMeters.bind(metrics);
    System.gc();

    assertThat(value("process_cpu_seconds_total ")).isPositive();
    assertThat(value("process_resident_memory_bytes ")).isGreaterThan(10e6);
    assertThat(value("jvm_memory_used_bytes{area=\"heap\"} ")).isPositive();
  }

  @Test
  void refusesOtherLabelsThanItsRow() {
    assertThatThrownBy(() -> metrics.count(Meters.REJECTS, "http"))
        .hasMessageContaining("expected: as in its row");
    assertThatThrownBy(() -> metrics.count(Meters.SESSIONS))
        .hasMessageContaining("expected: as in its row");
  }

  private void use(Meters meter) {
    String[] labels = meter.labels().toArray(String[]::new);
    switch (meter.kind()) {
      case COUNTER -> {
        boolean bound =
            Arrays.stream(LoopCounter.values()).anyMatch(loop -> loop.meter() == meter)
                || meter == Meters.FRAMES;
        if (!bound && !meter.exposedName().startsWith("process")) {
          metrics.count(meter, labels);
        }
      }
      case GAUGE -> metrics.gauge(meter, () -> 1, labels);
      case SUMMARY -> {
        if (meter.unit().equals("seconds")) {
          metrics.timer(meter, labels).record(1, TimeUnit.MILLISECONDS);
        } else {
          metrics.summary(meter, labels).record(1);
        }
      }
      case HISTOGRAM ->
          assertThat(Arrays.stream(LoopLatency.values()).map(LoopLatency::meter)).contains(meter);
    }
  }

  private double value(String series) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> exposedNames() {
    return Arrays.stream(Meters.values()).map(Meters::exposedName).toList();
  }

  private static String table() {
    return Arrays.stream(Meters.values())
        .map(meter ->
            "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                    meter.exposedName(),
                    meter.kind().name().toLowerCase(Locale.ROOT),
                    meter.unit(),
                    meter.labels().isEmpty() ? "" : "`" + String.join("`, `", meter.labels()) + "`",
                    meter.meaning()))
        .collect(
            Collectors.joining(
                "", "| Name | Type | Unit | Labels | Meaning |\n|---|---|---|---|---|\n", ""));
  }
}
