package dev.letterlock.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one round found.
 *
 * @param deliverP50 milliseconds from the intended send to the arrival
 */
record Figures(
    @JsonProperty("cpu_us_per_message") double cpuMicrosPerMessage,
    @JsonProperty("delivered_per_s") double messagesPerSecond,
    @JsonProperty("deliver_p50_ms") double deliverP50,
    @JsonProperty("deliver_p99_ms") double deliverP99) {

  /** The middle of each figure on its own. */
  static Figures median(List<Figures> rounds) {
    return new Figures(
        median(rounds, Figures::cpuMicrosPerMessage),
        median(rounds, Figures::messagesPerSecond),
        median(rounds, Figures::deliverP50),
        median(rounds, Figures::deliverP99));
  }

  private static double median(List<Figures> rounds, ToDoubleFunction<Figures> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%6.2f µs CPU a message  %,9.0f messages/s  delivered in %.2f ms (p50), %.2f ms (p99)",
        cpuMicrosPerMessage,
        messagesPerSecond,
        deliverP50,
        deliverP99);
  }
}
