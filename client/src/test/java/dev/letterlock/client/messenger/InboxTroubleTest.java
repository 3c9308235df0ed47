package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** A message that cannot be opened does not stop the inbox, whatever its refusal runs into. */
class InboxTroubleTest extends InboxCase {

  @Test
  void asksForAMessageThoughTheServerGivesNoKeysForANewSession() {
    take(unreadable());

    assertThat(claims).hasValue(1);
    assertThat(stored()).isEqualTo(PLACE);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).contains("it was asked for once more");
  }

  @Test
  void goesOnBehindAMessageWhoseRefusalFails() {
    vault.refuseWith(() -> {
      vault.refuseWith(null);
      return new IllegalStateException("state: odd (expected: even)");
    });

    take(unreadable());

    assertThat(vault.refused()).isEqualTo(1);
    assertThat(stored()).isEqualTo(PLACE);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).contains("that this program cannot understand");
  }
}
