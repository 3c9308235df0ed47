package dev.letterlock.crypto.e2ee.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The parser of pointers. A normal run replays the corpus beside this class; {@code JAZZER_FUZZ=1
 * mvn test -pl crypto/e2ee -am -Dtest=PointerFuzzTest#pointer} looks for more.
 */
class PointerFuzzTest {

  @FuzzTest
  void pointer(byte[] bytes) {
    try (AttachmentPointer pointer = AttachmentPointer.parse(bytes)) {
      assertThat(pointer.encode()).isEqualTo(bytes);
      assertThat(pointer.blobSize()).isGreaterThan(pointer.size());
    } catch (AttachmentRejectedException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }
}
