package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSizesTest {

  @Test
  void allowsExactlyNineSlices() {
    assertThat(IntStream.rangeClosed(-1, 200_000).filter(PayloadSizes::isSlice))
        .containsExactly(329, 585, 1097, 2121, 4169, 8265, 16457, 32841, 65609);
    assertThat(PayloadSizes.MIN_SLICE).isEqualTo(329);
    assertThat(PayloadSizes.MAX_SLICE).isEqualTo(65609);
  }

  @Test
  void allowsExactlyThreeDeviceHeaders() {
    assertThat(IntStream.rangeClosed(-1, 2000).filter(PayloadSizes::isDeviceHeader))
        .containsExactly(93, 143, 1231);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, Integer.MIN_VALUE + 73, Integer.MAX_VALUE})
  void refusesSlicesAtTheEdgesOfTheRange(int size) {
    assertThat(PayloadSizes.isSlice(size)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,256", "1,256", "255,256", "256,512", "511,512", "512,1024", "65535,65536"})
  void leavesRoomForOneByteOfPadding(int content, int padded) {
    assertThat(PayloadSizes.paddedSizeFor(content)).isEqualTo(padded);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE})
  void sendsLongerContentToAttachments(int content) {
    assertThatThrownBy(() -> PayloadSizes.paddedSizeFor(content))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
