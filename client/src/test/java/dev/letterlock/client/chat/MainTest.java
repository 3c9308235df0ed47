package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void tellsItsVersion() {
    assertThat(new Version().getVersion())
        .singleElement()
        .asString()
        .matches("Letterlock \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void keepsProfilesWhereTheShellsTildeIs() {
    assertThat(Main.home(Map.of("HOME", "/srv/guest"))).isEqualTo(Path.of("/srv/guest"));
  }

  @Test
  void keepsProfilesInTheHomeOfTheAccountWhereNoOtherIsNamed() {
    Path ofAccount = Path.of(System.getProperty("user.home"));

    assertThat(Main.home(Map.of())).isEqualTo(ofAccount);
    assertThat(Main.home(Map.of("HOME", ""))).isEqualTo(ofAccount);
  }
}
