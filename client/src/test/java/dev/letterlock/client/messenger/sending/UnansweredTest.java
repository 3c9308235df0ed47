package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.sending.Unanswered.Sent;
import org.junit.jupiter.api.Test;

class UnansweredTest {
  private final Unanswered unanswered = new Unanswered();

  @Test
  void countsRefsFromOneAndTakesRanges() {
    unanswered.add(30, false);
    unanswered.add(31, false);
    unanswered.add(32, false);

    assertThat(unanswered.take(1, 2)).containsExactly(new Sent(1, 30), new Sent(2, 31));
    assertThat(unanswered.take(1, 3)).containsExactly(new Sent(3, 32));
    assertThat(unanswered.size()).isZero();
  }

  @Test
  void takesNothingForRefsThatMakeNoSense() {
    unanswered.add(30, false);

    assertThat(unanswered.take(2, 1)).isEmpty();
    assertThat(unanswered.take(-5, 0)).isEmpty();
    assertThat(unanswered.take(2, Integer.MAX_VALUE)).isEmpty();
    assertThat(unanswered.take(1, Integer.MAX_VALUE)).hasSize(1);
  }

  @Test
  void knowsWhetherSomethingOldIsOnItsWay() {
    unanswered.add(30, true);
    unanswered.add(31, false);
    assertThat(unanswered.hasOld()).isTrue();
    unanswered.take(1, 1);
    assertThat(unanswered.hasOld()).isFalse();

    unanswered.age();
    assertThat(unanswered.hasOld()).isTrue();
  }

  @Test
  void countsAnewInTheNextSession() {
    unanswered.add(30, true);

    assertThat(unanswered.takeAll()).containsExactly(30L);
    unanswered.add(30, true);
    assertThat(unanswered.take(1, 1)).containsExactly(new Sent(1, 30));
  }
}
