package dev.letterlock.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.measure.Counts;
import dev.letterlock.loadtest.measure.Growth;
import dev.letterlock.loadtest.measure.Latencies;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import dev.letterlock.loadtest.report.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  @Test
  void isGoodOnlyIfSomethingWasAcceptedAndAllOfItArrived() {
    assertThat(ofMessages(5, 0, 0)).isEqualTo(Verdict.ARRIVED);
    assertThat(ofMessages(5, 1, 0)).isEqualTo(Verdict.HARMED);
    assertThat(ofMessages(5, 0, 1)).isEqualTo(Verdict.HARMED);
    assertThat(ofMessages(0, 0, 0)).isEqualTo(Verdict.NOTHING);
  }

  @Test
  void isBadIfWhatTheServerHoldsGrows() {
    assertThat(soak(0, true)).isEqualTo(Verdict.ARRIVED);
    assertThat(soak(0, false)).isEqualTo(Verdict.GREW);
    assertThat(soak(1, false)).isEqualTo(Verdict.HARMED);
  }

  @Test
  void isGoodWithoutMessagesOnlyIfNoSessionBroke() {
    assertThat(outcome(null, null, 0, 0).verdict()).isEqualTo(Verdict.STAYED);
    assertThat(outcome(null, null, 0, 1).verdict()).isEqualTo(Verdict.BROKE);
  }

  @Test
  void isCutShortWhenTheServerWentAwayUnlessWorseHappened() {
    assertThat(outcome(5L, 0L, 0, 0, 1).verdict()).isEqualTo(Verdict.LEFT);
    assertThat(outcome(0L, null, 0, 0, 1).verdict()).isEqualTo(Verdict.LEFT);
    assertThat(outcome(null, null, 0, 0, 1).verdict()).isEqualTo(Verdict.LEFT);
    assertThat(outcome(5L, 0L, 1, 0, 1).verdict()).isEqualTo(Verdict.HARMED);
    assertThat(outcome(null, null, 0, 1, 1).verdict()).isEqualTo(Verdict.BROKE);
  }

  @Test
  void tellsProgramsWhetherItIsGood() {
    assertThat(Verdict.values())
        .allSatisfy(verdict ->
            assertThat(verdict.exitCode() != 0)
                .isEqualTo(verdict.sentence().matches("(FAILED|CUT SHORT): .*")));
    assertThat(Verdict.NOTHING.exitCode()).isNotEqualTo(Verdict.HARMED.exitCode());
  }

  private static Verdict soak(long lost, boolean flat) {
    return outcome(5L, lost, 0, 0, 0, List.of(new Growth("rss", 200, 30, 16, flat))).verdict();
  }

  private static Verdict ofMessages(long accepted, long lost, long corrupt) {
    return outcome(accepted, lost, corrupt, 0).verdict();
  }

  private static Outcome outcome(
      @Nullable Long accepted, @Nullable Long lost, long corrupt, long broken) {
    return outcome(accepted, lost, corrupt, broken, 0);
  }

  private static Outcome outcome(
      @Nullable Long accepted, @Nullable Long lost, long corrupt, long broken, long away) {
    return outcome(accepted, lost, corrupt, broken, away, null);
  }

  private static Outcome outcome(
      @Nullable Long accepted,
      @Nullable Long lost,
      long corrupt,
      long broken,
      long away,
      @Nullable List<Growth> growth) {
    Report report =
        new Report(
            "any", 1, null, 1.0, accepted, accepted, accepted, lost, lost, lost, null, null, null,
            null, null, null, null, growth);
    Window window =
        new Window(
            1,
            new Counts(0, 0, 0, 0, 0, 0, 0, 0),
            Latencies.total(),
            Latencies.total(),
            null,
            null,
            List.of());
    return new Outcome(report, window, List.of(), List.of(), Map.of(), corrupt, broken, away);
  }
}
