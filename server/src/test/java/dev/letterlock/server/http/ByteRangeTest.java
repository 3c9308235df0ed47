package dev.letterlock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-9, 0, 9",
    "bytes=3-, 3, 9",
    "bytes=3-100, 3, 9",
    "bytes=9-999999999999999999, 9, 9",
    "bytes=-4, 6, 9",
    "bytes=-100, 0, 9",
    "' bytes=1-2 ', 1, 2"
  })
  void takesOneRange(String field, long first, long last) {
    assertThat(ByteRange.of(field, 10)).isEqualTo(new ByteRange.Part(first, last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void knowsWhatLiesBeyond(String field) {
    assertThat(ByteRange.of(field, 10)).isEqualTo(new ByteRange.Beyond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-3",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes=a-b",
        "bytes=9999999999999999999-"
      })
  void answersAllElseWithTheWhole(String field) {
    assertThat(ByteRange.of(field, 10)).isEqualTo(new ByteRange.All());
  }

  @Test
  void answersNoRangeWithTheWhole() {
    assertThat(ByteRange.of(null, 10)).isEqualTo(new ByteRange.All());
  }
}
