package dev.letterlock.loadtest.measure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether a part of a server's footprint grows: what the straight line through the samples of the
 * second half (least squares) rises by from its beginning to its end, against a bound. In the first
 * half a server may grow into its load.
 *
 * @param of label of the part
 * @param mean of the second half
 * @param rise over the second half
 * @param bound that it may not pass
 */
@JsonPropertyOrder({"of", "mean", "rise", "bound", "flat"})
public record Growth(String of, double mean, double rise, double bound, boolean flat) {

  private static final int LEAST_SAMPLES = 4;

  /**
   * Judges every part.
   *
   * @param samples in the order of time; with fewer than four in the second half nothing is flat
   */
  public static List<Growth> in(List<Footprint> samples) {
    List<Footprint> half = samples.subList(samples.size() / 2, samples.size());
    return Stream.of(Footprint.Part.values()).map(part -> of(part, half)).toList();
  }

  /** The part that it is about. */
  @JsonIgnore
  public Footprint.Part part() {
    return Footprint.Part.valueOf(of.toUpperCase(Locale.ROOT));
  }

  private static Growth of(Footprint.Part part, List<Footprint> half) {
    double mean = half.stream().mapToDouble(part::of).average().orElse(Double.NaN);
    double meanAt = half.stream().mapToDouble(Footprint::at).average().orElse(Double.NaN);
    double together = 0;
    double spread = 0;
    for (Footprint sample : half) {
      together += (sample.at() - meanAt) * (part.of(sample) - mean);
      spread += (sample.at() - meanAt) * (sample.at() - meanAt);
    }
    double span = half.isEmpty() ? 0 : half.getLast().at() - half.getFirst().at();
    double rise = together / spread * span;
    double bound = part.slack(mean);
    // What cannot be told is not flat.
    boolean flat = half.size() >= LEAST_SAMPLES && rise <= bound;
    return new Growth(part.label(), round(mean), round(rise), round(bound), flat);
  }

  private static double round(double value) {
    return Double.isNaN(value) ? value : Math.round(value * 100) / 100.0;
  }
}
