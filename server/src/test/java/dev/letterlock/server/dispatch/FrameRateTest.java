package dev.letterlock.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FrameRateTest {
  private final FrameRate rate = new FrameRate();

  @Test
  void allowsSoManyInEachSecond() {
    for (int second = 1; second <= 2; second++) {
      for (int i = 0; i < FrameRate.MAX_PER_SECOND; i++) {
        assertThat(rate.charge(second)).isTrue();
      }
      assertThat(rate.charge(second)).isFalse();
    }
  }

  @Test
  void documentationNamesTheLimit() throws IOException {
    assertThat(Files.readString(Path.of("../docs/PROTOCOL.md")))
        .contains(
            String.format(
                Locale.ROOT,
                "\n| frames of a connection within a second | %,d; ",
                FrameRate.MAX_PER_SECOND));
  }
}
