package dev.letterlock.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodesTest {
  @ParameterizedTest
  @EnumSource
  void findsEachFrameTypeByItsCode(FrameType type) {
    assertThat(FrameType.of(type.code())).isSameAs(type);
  }

  @Test
  void knowsNoOtherFrameType() {
    assertThat(IntStream.range(0, 256).filter(code -> FrameType.of(code) != null).count())
        .isEqualTo(FrameType.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void marksTheServersFramesByBitSix(FrameType type) {
    assertThat((type.code() & 0x40) != 0).isEqualTo(type.direction() == FrameType.Direction.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void boundsEachFrameWithinTheFrameCap(FrameType type) {
    assertThat(type.minSize()).isBetween(Wire.HEADER_SIZE, type.maxSize());
    assertThat(type.maxSize()).isLessThanOrEqualTo(Wire.MAX_FRAME);
    type.checkSize(type.minSize());
    type.checkSize(type.maxSize());
    assertThatThrownBy(() -> type.checkSize(type.minSize() - 1))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            fault -> assertThat(fault.close()).isEqualTo(CloseCode.MALFORMED_FRAME));
    assertThatThrownBy(() -> type.checkSize(type.maxSize() + 1))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            fault -> assertThat(fault.close()).isEqualTo(CloseCode.TOO_BIG));
  }

  @ParameterizedTest
  @EnumSource
  void findsEachErrorByItsCode(ErrorCode error) {
    assertThat(ErrorCode.of(error.code())).isSameAs(error);
    assertThat(error.code()).isBetween(1, 0xFFFF);
  }

  @ParameterizedTest
  @EnumSource
  void findsEachCloseCodeByItsNumber(CloseCode close) {
    assertThat(CloseCode.of(close.code())).isSameAs(close);
  }

  @ParameterizedTest
  @EnumSource
  void closesWithACodeThatMayStandInACloseFrame(CloseCode close) {
    assertThat(close.code())
        .matches(code -> (code >= 1000 && code <= 1011) || (code >= 4000 && code <= 4999))
        .isNotIn(1004, 1005, 1006);
  }

  @ParameterizedTest
  @EnumSource
  void closesWithAReasonThatFitsIntoAControlFrame(CloseCode close) {
    assertThat(close.reason()).matches("[a-z0-9-]+");
    assertThat(close.reason().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
  }

  @Test
  void knowsNoOtherCode() {
    assertThat(Stream.of(0, 999, 5000).map(CloseCode::of)).containsOnlyNulls();
    assertThat(ErrorCode.of(0)).isNull();
  }

  @Test
  void carriesBothCodesAndNoStackTrace() {
    ProtocolException fault = ProtocolException.malformed("Ack length", 3, "26");
    assertThat(fault).hasMessage("Ack length: 3 (expected: 26)").hasNoCause();
    assertThat(fault.error()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(fault.close()).isEqualTo(CloseCode.MALFORMED_FRAME);
    assertThat(fault.getStackTrace()).isEmpty();
  }
}
