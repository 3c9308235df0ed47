package dev.letterlock.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.notify.WebhookReceiver.Manner;
import dev.letterlock.server.notify.WebhookReceiver.Received;
import dev.letterlock.settings.value.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookProviderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final UserId USER = UserId.parse("0f0e0d0c-0b0a-4908-8706-050403020100");
  private static final WakeUp WAKE_UP =
      new WakeUp(UUID.randomUUID(), new DeviceAddress(USER, -1), true);
  private static final WebhookTimeouts PATIENT =
      new WebhookTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final WebhookTimeouts HASTY =
      new WebhookTimeouts(Duration.ofMillis(300), Duration.ofMillis(300));

  private WebhookReceiver receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void postsWhoIsToWakeAndNothingElse() throws Exception {
    wake(WebhookReceiver.SECRET, PATIENT);

    Received received = receiver.received().remove();
    assertThat(received.path()).isEqualTo("/wake");
    assertThat(received.timestamp()).isEqualTo(NOW.getEpochSecond());
    assertThat(received.body())
        .hasToString(
            "{\"user_id\":\"%s\",\"device_id\":4294967295,\"urgent\":true,\"id\":\"%s\"}"
                .formatted(USER, WAKE_UP.id()));
  }

  @Test
  void aReceiverWithAnotherSecretSeesAForgery() throws Exception {
    wake(new Secret("another-secret-with-40-characters-in-all"), PATIENT);

    assertThat(receiver.received()).isEmpty();
    assertThat(receiver.forged()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"FAIL", "CLOSE"})
  void whatIsNotTakenFails(Manner manner) {
    receiver.behave(manner);

    assertThatThrownBy(() -> wake(WebhookReceiver.SECRET, PATIENT))
        .isInstanceOf(WakeUpFailedException.class)
        .hasMessageNotContaining(USER.toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"HANG", "TRICKLE"})
  void aReceiverThatDoesNotFinishIsGivenUp(Manner manner) {
    receiver.behave(manner);

    assertThatThrownBy(() -> wake(WebhookReceiver.SECRET, HASTY))
        .isInstanceOf(WakeUpFailedException.class)
        .hasMessageContaining("late");
  }

  @Test
  void redirectsAreNotFollowed() {
    receiver.behave(Manner.REDIRECT);

    assertThatThrownBy(() -> wake(WebhookReceiver.SECRET, PATIENT))
        .isInstanceOf(WakeUpFailedException.class)
        .hasMessageContaining("307");
    assertThat(receiver.received()).extracting(Received::path).containsExactly("/wake");
  }

  @Test
  void aReceiverThatIsNotThereFails() {
    URI url = receiver.url();
    receiver.close();

    try (WebhookProvider provider = provider(url, WebhookReceiver.SECRET, PATIENT)) {
      assertThatThrownBy(() -> provider.wake(WAKE_UP)).isInstanceOf(WakeUpFailedException.class);
    }
  }

  private void wake(Secret secret, WebhookTimeouts timeouts) throws Exception {
    try (WebhookProvider provider = provider(receiver.url(), secret, timeouts)) {
      provider.wake(WAKE_UP);
    }
  }

  private static WebhookProvider provider(URI url, Secret secret, WebhookTimeouts timeouts) {
    return new WebhookProvider(url, secret, timeouts, CLOCK);
  }
}
