package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log at its most talkative still tells nobody how to sign in as somebody. */
class LogSecrecyIT {
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String JWT_BEGINNING = "eyJ";

  @TempDir Path folder;

  @Test
  void namesNoPasswordHashTokenOrKeyAtTrace() throws Exception {
    try (ServerProcess server = new ServerProcess(folder, "--log-level=trace")) {
      server.start();

      greetBob(server);

      assertThat(server.stop()).isZero();
      assertThat(server.errors())
          .contains("draining")
          .doesNotContainIgnoringCase("argon2")
          .doesNotContain(Profiles.PASSWORD, "Authorization", JWT_BEGINNING)
          .doesNotContain(Files.readString(server.data().resolve("admin-token")).strip())
          .doesNotContain(Files.readString(server.data().resolve("jwt-secret")).strip());
    }
  }

  private void greetBob(ServerProcess server) {
    try (Messenger bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
        Messenger alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY)) {
      bob.start();
      alice.start();
      alice.conversationWith("bob").send("hello");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> bob.conversationWith("alice").messages().stream().map(Message::text).toList(),
              List.of("hello")::equals);
    }
  }
}
