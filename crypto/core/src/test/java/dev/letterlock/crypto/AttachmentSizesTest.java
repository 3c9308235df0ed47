package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentSizesTest {

  private static final long LARGEST = AttachmentSizes.MAX_CONTENT;

  @ParameterizedTest
  @CsvSource({
    "0, 1024, 1065",
    "1024, 1024, 1065",
    "1025, 1088, 1129",
    "65536, 65536, 65577",
    "65537, 67584, 67642",
    "1000000, 1015808, 1016104",
    "17179869184, 17179869184, 17184325656"
  })
  void roundsUp(long content, long padded, long blob) {
    assertThat(AttachmentSizes.paddedSizeFor(content)).isEqualTo(padded);
    assertThat(AttachmentSizes.blobSizeFor(content)).isEqualTo(blob);
    assertThat(AttachmentSizes.isBlob(blob)).isTrue();
    assertThat(AttachmentSizes.isBlob(blob - 1)).isFalse();
    assertThat(AttachmentSizes.isBlob(blob + 1)).isFalse();
  }

  /** And padding a padded length changes nothing, so the sizes are the same for all that fit. */
  @Test
  void costsAtMostTwelvePercent() {
    for (long content = 1024; content <= LARGEST; content += 1 + content / 37) {
      long padded = AttachmentSizes.paddedSizeFor(content);

      assertThat(padded).isBetween(content, content + content * 12 / 100);
      assertThat(AttachmentSizes.paddedSizeFor(padded)).isEqualTo(padded);
    }
  }

  @Test
  void knowsEveryBlobOfAFewChunks() {
    long padded = AttachmentSizes.paddedSizeFor(0);
    for (long size = 0; size < 1 << 19; size++) {
      boolean made = size == AttachmentSizes.blobSizeFor(padded);

      assertThat(AttachmentSizes.isBlob(size)).as("%d", size).isEqualTo(made);
      padded = made ? AttachmentSizes.paddedSizeFor(padded + 1) : padded;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, LARGEST + 1, Long.MAX_VALUE})
  void refusesWhatNothingMakes(long size) {
    assertThatThrownBy(() -> AttachmentSizes.paddedSizeFor(size))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(AttachmentSizes.isBlob(size)).isFalse();
  }
}
