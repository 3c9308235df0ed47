package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptedSendsTest {

  private final AcceptedSends accepted = new AcceptedSends();

  @Test
  void tellsWhatMustGoAgainFromWhatMayBeForgotten() {
    accepted.add(1, 100);
    accepted.add(2, 200);
    accepted.add(3, 300);

    assertThat(accepted.takeBefore(200)).containsExactly(1L);
    assertThat(accepted.takeSince(200)).containsExactly(2L, 3L);
    assertThat(accepted.takeSince(0)).isEmpty();
  }
}
