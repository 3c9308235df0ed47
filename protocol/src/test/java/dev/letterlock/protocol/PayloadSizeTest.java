package dev.letterlock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadSizeTest {
  @Test
  void allowsTheNineBucketsOfASliceAndNothingElse() {
    assertThat(IntStream.rangeClosed(-1, Wire.MAX_FRAME).filter(PayloadSize::isDirectSlice))
        .containsExactly(329, 585, 1097, 2121, 4169, 8265, 16457, 32841, 65609);
  }

  @Test
  void allowsTheNineBucketsOfAGroupMessageAndNothingElse() {
    assertThat(IntStream.rangeClosed(-1, Wire.MAX_FRAME).filter(PayloadSize::isGroupMessage))
        .containsExactly(422, 678, 1190, 2214, 4262, 8358, 16550, 32934, 65702);
  }

  @Test
  void allowsTheThreeFormsOfAHeaderAndNothingElse() {
    assertThat(IntStream.rangeClosed(0, Wire.MAX_HEADER).filter(PayloadSize::isDirectHeader))
        .containsExactly(93, 143, 1231);
  }

  @Test
  void letsTheLargestDirectMessageFitIntoAFrame() {
    int entry = 11 + PayloadSize.HYBRID_HANDSHAKE;
    int largest =
        FrameType.SEND.minSize() + 16 + PayloadSize.MAX_SLICE + Wire.MAX_SEND_ENTRIES * entry;
    assertThat(largest).isLessThanOrEqualTo(Wire.MAX_FRAME);
  }
}
