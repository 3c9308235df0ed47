package dev.letterlock.settings.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static final ValueType<Duration> DURATION = Numbers.duration("100ms", "400d");
  private static final ValueType<Integer> SIZE = Numbers.size("1k", "1g");

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "90s,PT1M30S", "15m,PT15M", "6h,PT6H", "30d,PT720H"})
  void readsDurationsInEachUnit(String text, Duration expected) throws InvalidValueException {
    assertThat(DURATION.parser().parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "15", "m", "-5m", "1.5h", "15 m", "15M", "99ms", "401d", "9999999999s"})
  void refusesDurationsWithoutUnitOrOutOfRange(String text) {
    assertThatThrownBy(() -> DURATION.parser().parse(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({"1024,1024", "1k,1024", "64k,65536", "3m,3145728", "1g,1073741824"})
  void readsSizesInPowersOf1024(String text, int expected) throws InvalidValueException {
    assertThat(SIZE.parser().parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "1023", "2g", "1kb", "-1k", "999999999g"})
  void refusesSizesThatAreMalformedOrOutOfRange(String text) {
    assertThatThrownBy(() -> SIZE.parser().parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", "99999999999999999999"})
  void refusesWhatIsNoPort(String text) {
    assertThatThrownBy(() -> Numbers.port().parser().parse(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void acceptsBothEndsOfARange() throws InvalidValueException {
    assertThat(Numbers.port().parser().parse("0")).isZero();
    assertThat(Numbers.port().parser().parse("65535")).isEqualTo(65_535);
  }
}
