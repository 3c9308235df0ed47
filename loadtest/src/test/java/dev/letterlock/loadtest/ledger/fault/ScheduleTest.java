package dev.letterlock.loadtest.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  @Test
  void repeatsItselfForTheSameSeed() {
    assertThat(faults(7, 100)).isEqualTo(faults(7, 100)).isNotEqualTo(faults(8, 100));
  }

  @Test
  void triesEveryKindOnceInEachRound() {
    List<FaultKind> kinds = faults(7, 3 * ALL.size()).stream().map(Fault::kind).toList();

    for (int round = 0; round < 3; round++) {
      assertThat(kinds.subList(round * ALL.size(), (round + 1) * ALL.size()))
          .containsExactlyInAnyOrderElementsOf(ALL);
    }
  }

  @Test
  void knowsKindsByTheirLabels() {
    assertThat(ALL).allMatch(kind -> FaultKind.of(kind.label()) == kind);
    assertThatThrownBy(() -> FaultKind.of("KILL"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: kill, restart");
  }

  private static List<Fault> faults(long seed, int count) {
    Schedule schedule = new Schedule(seed, ALL);
    return Stream.generate(schedule::next).limit(count).toList();
  }
}
