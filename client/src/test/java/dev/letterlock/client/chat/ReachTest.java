package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReachTest {

  private static final String SERVER = "http://127.0.0.1:1";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new PipeConsole(
          new BufferedReader(new StringReader("")),
          new PrintStream(printed, true, StandardCharsets.UTF_8));
  private final Reach reach = new Reach(new Screen(console, Style.PLAIN));

  @Test
  void namesTheServer() {
    reach.connection(false, SERVER);

    assertThat(text()).contains("offline", SERVER);
    assertThat(reach.isOffline()).isTrue();
    reach.connection(true, SERVER);
    assertThat(reach.isOffline()).isFalse();
  }

  @Test
  void promisesNothingToADeviceThatWasRemoved() {
    reach.connection(true, SERVER);
    reach.stopped("The device was removed.");
    reach.connection(false, SERVER);

    assertThat(text())
        .contains("The device was removed. Nothing comes or leaves any more.")
        .doesNotContain("leaves later");
    assertThat(reach.isOffline()).isTrue();
    assertThat(reach.why()).isEqualTo("The device was removed.");
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
