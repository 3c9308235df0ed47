package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.server.notify.WebhookReceiver;
import dev.letterlock.server.notify.WebhookReceiver.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a Send to the receiver of the wake-up, through a whole server. */
class WakeUpIT {
  @TempDir Path folder;

  @Test
  void aSendToAnAbsentDeviceMakesASignedWakeUpWithoutContent() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver();
        RunningServer server = new RunningServer(folder.resolve("data"), settings(receiver));
        Pair pair = new Pair(server)) {
      Pair.accepted(pair.open(pair.alice()), pair.message(1));

      await().atMost(Duration.ofSeconds(60)).until(() -> !receiver.received().isEmpty());

      Received wakeUp = receiver.received().element();
      assertThat(receiver.forged()).isEmpty();
      assertThat(wakeUp.path()).isEqualTo("/wake");
      assertThat(wakeUp.body().fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("user_id", "device_id", "urgent", "id");
      assertThat(wakeUp.body().get("user_id").asText()).isEqualTo(pair.bob().id().toString());
      assertThat(Integer.toUnsignedLong(Pair.device(pair.bob()).address().device()))
          .isEqualTo(wakeUp.body().get("device_id").asLong());
      assertThat(wakeUp.body().get("urgent").asBoolean()).isFalse();
    }
  }

  private static Map<String, String> settings(WebhookReceiver receiver) {
    return Map.of(
        "WEBHOOK_URL", receiver.url().toString(),
        "WEBHOOK_SECRET", WebhookReceiver.SECRET.expose());
  }
}
