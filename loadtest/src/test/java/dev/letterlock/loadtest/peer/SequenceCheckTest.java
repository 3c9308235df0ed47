package dev.letterlock.loadtest.peer;

import static dev.letterlock.loadtest.peer.SequenceCheck.Verdict.DUPLICATE;
import static dev.letterlock.loadtest.peer.SequenceCheck.Verdict.NEXT;
import static dev.letterlock.loadtest.peer.SequenceCheck.Verdict.REORDERED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceCheckTest {

  private final SequenceCheck check = new SequenceCheck();

  @Test
  void judgesEachArrivalOnce() {
    assertThat(check.arrived(0)).isEqualTo(NEXT);
    assertThat(check.arrived(3)).isEqualTo(NEXT);
    assertThat(check.arrived(2)).isEqualTo(REORDERED);
    assertThat(check.arrived(2)).isEqualTo(DUPLICATE);
    assertThat(check.arrived(3)).isEqualTo(DUPLICATE);
    assertThat(check.arrived(4)).isEqualTo(NEXT);
    assertThat(check.distinct()).isEqualTo(4);
  }
}
