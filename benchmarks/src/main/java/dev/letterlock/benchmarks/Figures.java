package dev.letterlock.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What one round found. */
record Figures(double cpuMicrosPerMessage, double messagesPerSecond) {

  /** The middle of each figure on its own. */
  static Figures median(List<Figures> rounds) {
    return new Figures(
        median(rounds, Figures::cpuMicrosPerMessage), median(rounds, Figures::messagesPerSecond));
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
        "%6.2f µs CPU a message  %,9.0f messages/s",
        cpuMicrosPerMessage,
        messagesPerSecond);
  }
}
