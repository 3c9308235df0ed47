package dev.letterlock.loadtest.measure;

/** Finds figures in the text of {@code /metrics}. */
final class MetricsText {

  private MetricsText() {}

  /**
   * A figure, NaN where there is none.
   *
   * @param name with labels, where it has some
   */
  static double value(String metrics, String name) {
    for (String line : metrics.lines().toList()) {
      if (line.startsWith(name) && !line.startsWith("#")) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return Double.NaN;
  }
}
