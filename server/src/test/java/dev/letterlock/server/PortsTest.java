package dev.letterlock.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.net.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the author of a client has to know of the edge stands in docs/PROTOCOL.md §9. */
class PortsTest {

  @Test
  void documentationNamesTheLimitsOfAConnection() throws IOException {
    Liveness liveness = Ports.LIVENESS;

    assertThat(Files.readString(Path.of("../docs/PROTOCOL.md")))
        .contains(
            row(
                "WebSocket fragments of a message",
                String.format(Locale.ROOT, "%,d, else 4006", Ports.MAX_FRAGMENTS)),
            row(
                "from the first byte of a message to its last",
                liveness.partialMessage() + " s, else 4007"),
            row("a socket that the client leaves unread", liveness.slowReader() + " s, else 4021"),
            row(
                "silence after which the server pings",
                "%d s, as in Welcome; after %d s it closes with 4023"
                    .formatted(liveness.pingAfter(), liveness.closeAfter())));
  }

  private static String row(String what, String limit) {
    return "\n| " + what + " | " + limit + " |\n";
  }
}
