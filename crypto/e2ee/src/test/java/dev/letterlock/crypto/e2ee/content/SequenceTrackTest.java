package dev.letterlock.crypto.e2ee.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.e2ee.content.SequenceTrack.Range;
import dev.letterlock.crypto.e2ee.content.SequenceTrack.Step;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTrackTest {

  @Test
  void countsUpWithoutRemark() {
    SequenceTrack track = SequenceTrack.EMPTY;
    for (int number = 1; number <= 10; number++) {
      Step step = track.accept(number);
      assertThat(step).isInstanceOf(Step.Next.class);
      track = step.track();
    }
    assertThat(track.highest()).isEqualTo(10);
    assertThat(track.holes()).isEmpty();
  }

  @Test
  void namesWhatIsMissing() {
    Step step = SequenceTrack.EMPTY.accept(5);

    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Skipped.class,
            skipped -> assertThat(skipped.missing()).isEqualTo(new Range(1, 4)));
  }

  @Test
  void takesALateOneOnce() {
    SequenceTrack track = SequenceTrack.EMPTY.accept(5).track();

    Step late = track.accept(3);

    assertThat(late).isInstanceOf(Step.Late.class);
    assertThat(late.track().holes()).containsExactly(new Range(1, 2), new Range(4, 4));
    assertThat(late.track().accept(3)).isInstanceOf(Step.Repeated.class);
  }

  @Test
  void noticesANumberThatIsUsedTwice() {
    SequenceTrack track = SequenceTrack.EMPTY.accept(1).track().accept(2).track();

    assertThat(track.accept(2)).isInstanceOf(Step.Repeated.class);
    assertThat(track.accept(1)).isInstanceOf(Step.Repeated.class);
  }

  /** Every order of arrival, with losses: each number is new once and a repetition afterwards. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void judgesEveryOrderLikeASet(long seed) {
    Random random = new Random(seed);
    List<Integer> arrivals = arrivals(random);
    Set<Integer> seen = new HashSet<>();
    SequenceTrack track = SequenceTrack.EMPTY;
    for (int number : arrivals) {
      Step step = track.accept(number);
      assertThat(step instanceof Step.Repeated).isEqualTo(!seen.add(number));
      track = SequenceTrack.decode(step.track().encode());
    }
    assertThat(track.highest()).isEqualTo(Collections.max(arrivals).longValue());
  }

  @Test
  void forgetsTheOldestHolesAndThenAccusesNobody() {
    SequenceTrack track = SequenceTrack.EMPTY;
    for (int number = 2; number <= 200; number += 2) {
      track = track.accept(number).track();
    }

    assertThat(track.holes()).hasSize(64);
    assertThat(track.accept(1)).isInstanceOf(Step.Late.class);
    assertThat(track.accept(199)).isInstanceOf(Step.Late.class);
    assertThat(track.accept(200)).isInstanceOf(Step.Repeated.class);
  }

  @Test
  void refusesStoredHolesOutOfOrder() {
    List<Range> holes = List.of(new Range(4, 5), new Range(2, 3));

    assertThatThrownBy(() -> new SequenceTrack(9, 0, holes))
        .isInstanceOf(KeyRejectedException.class);
  }

  private static List<Integer> arrivals(Random random) {
    List<Integer> arrivals = new ArrayList<>();
    for (int number = 1; number <= 60; number++) {
      if (random.nextInt(5) > 0) {
        arrivals.add(number);
      }
      if (random.nextInt(8) == 0) {
        arrivals.add(number);
      }
    }
    arrivals.add(61);
    Collections.shuffle(arrivals, random);
    return arrivals;
  }
}
