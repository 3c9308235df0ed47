package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagClockTest {
  private static final long LAG = 800;
  private static final int SUBMISSIONS = 80;

  private final LagClock clock = new LagClock(LAG, SUBMISSIONS);

  @Test
  void aCommitIsDueOnceItIsOlderThanTheLag() {
    for (int tick = 1; tick <= 8; tick++) {
      clock.tick(tick * 100L, tick, 0);
      assertThat(clock.due()).isZero();
    }
    clock.tick(900, 9, 0);
    assertThat(clock.due()).isEqualTo(1);
  }

  @Test
  void aCommitIsDueOnceSoManySubmissionsFollowed() {
    clock.tick(1000, 1, 10);
    for (int commit = 2; commit <= 8; commit++) {
      clock.tick(1000, commit, 10);
      assertThat(clock.due()).isZero();
    }
    clock.tick(1000, 9, 10);
    assertThat(clock.due()).isEqualTo(1);
  }

  @Test
  void commitsWithinOneTickCountAsOne() {
    clock.tick(1000, 1, 0);
    clock.tick(1050, 2, 0);
    assertThat(clock.micros(1050)).isEqualTo(50);
  }

  @Test
  void aClockThatWasSetBackBeginsANewTick() {
    clock.tick(5000, 1, 0);
    assertThat(clock.micros(10)).isZero();
  }
}
