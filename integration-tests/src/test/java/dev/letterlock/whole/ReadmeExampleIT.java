package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles, runs, and is the one in the README. */
class ReadmeExampleIT {
  private static final Path SOURCE =
      Path.of("src/test/java/dev/letterlock/whole/ReadmeExample.java");
  private static final Path README = Path.of("../README.md");

  @TempDir Path folder;

  @Test
  void saysHello() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        Messenger bob =
            Profiles.signUp(
                server.url(), folder.resolve("bob"), "bob", new MessengerListener() {})) {
      bob.start();
      try (Messenger alice =
          ReadmeExample.greet(Profiles.settings(server.url(), folder.resolve("alice")))) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> bob.conversationWith("alice").messages().stream().map(Message::text).toList(),
                List.of("Hello, Bob.")::equals);
        assertThat(alice.name()).isEqualTo("alice");
      }
    }
  }

  @Test
  void standsInTheReadme() throws IOException {
    String source = Files.readString(SOURCE);
    String example =
        source
            .substring(
                source.indexOf("// README: begin") + "// README: begin".length(),
                source.indexOf("// README: end"))
            .stripTrailing()
            .stripIndent()
            .strip();

    assertThat(Files.readString(README)).contains("```java\n" + example + "\n```");
  }
}
