package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineupTest {
  private final Lineup lineup = new Lineup();

  @Test
  void letsNothingOvertakeWhatWasWrittenBefore() {
    lineup.add(7);
    lineup.add(9);
    lineup.add(8);

    assertThat(rest()).containsExactly(7L, 8L, 9L);
  }

  @Test
  void beginsWithWhatIsUnansweredAndThenKeysAndThenWhatIsRepeated() {
    lineup.add(4);
    lineup.addRepeated(List.of(1L));
    lineup.addKeys(List.of(9L, 10L));
    lineup.addUnanswered(List.of(3L, 2L));

    assertThat(lineup.hasUnanswered()).isTrue();
    assertThat(rest()).containsExactly(2L, 3L, 9L, 10L, 1L, 4L);
    assertThat(lineup.hasUnanswered()).isFalse();
  }

  @Test
  void putsBackWhatWasTakenToWhereItStood() {
    lineup.add(4);
    lineup.addRepeated(List.of(1L, 2L));
    lineup.addKeys(List.of(9L, 10L));
    lineup.addUnanswered(List.of(3L));
    for (long expected : List.of(3L, 9L, 10L, 1L, 2L, 4L)) {
      Lineup.Taken taken = lineup.take();
      taken.back().run();

      assertThat(lineup.take()).extracting(Lineup.Taken::order).isEqualTo(expected);
      assertThat(taken.unanswered()).isEqualTo(expected == 3);
    }
    assertThat(lineup.isEmpty()).isTrue();
  }

  private List<Long> rest() {
    List<Long> taken = new ArrayList<>();
    while (!lineup.isEmpty()) {
      taken.add(lineup.take().order());
    }
    return taken;
  }
}
