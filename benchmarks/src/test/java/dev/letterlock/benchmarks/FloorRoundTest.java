package dev.letterlock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloorRoundTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 500})
  void carriesMessagesByWindowAndByRate(int rate) throws Exception {
    Figures found = FloorRound.run(new Main.Load(4, 2, rate, 0, 2, 1));

    assertThat(found.messagesPerSecond()).isPositive();
    assertThat(found.cpuMicrosPerMessage()).isPositive();
    assertThat(found.deliverP99()).isGreaterThanOrEqualTo(found.deliverP50()).isPositive();
  }
}
