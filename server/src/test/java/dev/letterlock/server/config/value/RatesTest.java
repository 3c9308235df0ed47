package dev.letterlock.server.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.ValueType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
  private static final ValueType<Rate> RATE = Rates.type();

  @Test
  void readsEveryUsualRateAsItIsWritten() throws InvalidValueException {
    for (RateLimit limit : RateLimit.values()) {
      assertThat(RATE.parser().parse(Rates.text(limit.usual()))).isEqualTo(limit.usual());
    }
  }

  @Test
  void readsRatesAndThatThereIsNone() throws InvalidValueException {
    assertThat(RATE.parser().parse("20+1/3m")).isEqualTo(new Rate(20, Duration.ofMinutes(3)));
    assertThat(RATE.parser().parse("1+1/500ms")).isEqualTo(new Rate(1, Duration.ofMillis(500)));
    assertThat(RATE.parser().parse("off").unlimited()).isTrue();
    assertThat(Rates.text(Rate.UNLIMITED)).isEqualTo("off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20",
        "20/3m",
        "0+1/3m",
        "20+2/3m",
        "20+1/3",
        "20+1/0s",
        "20+1/25h",
        "OFF",
        "x+1/3m"
      })
  void refusesRatesThatAreMalformedOrOutOfRange(String text) {
    assertThatThrownBy(() -> RATE.parser().parse(text)).isInstanceOf(InvalidValueException.class);
  }
}
