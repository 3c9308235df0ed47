package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipsTest {

  @ParameterizedTest
  @CsvSource({
    "safety, safety, 0",
    "safty, safety, 1",
    "saefty, safety, 2",
    "to, '', 2",
    "'', list, 4",
    "kitten, sitting, 3"
  })
  void countsWhatHasToChange(String typed, String meant, int slips) {
    assertThat(Slips.between(typed, meant)).isEqualTo(slips);
    assertThat(Slips.between(meant, typed)).isEqualTo(slips);
  }
}
