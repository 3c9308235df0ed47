package dev.letterlock.loadtest.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ContentTest {

  private final Content content = new Content(42, 256);

  @Test
  void isReadBackAsWritten() {
    ByteBuffer read = ByteBuffer.wrap(content.of(7, 8, 9).clone());
    assertThat(read.remaining()).isEqualTo(255);
    assertThat(new Content(42, 256).matches(read)).isTrue();
    assertThat(Content.seq(read)).isEqualTo(7);
    assertThat(Content.ref(read)).isEqualTo(8);
    assertThat(Content.intended(read)).isEqualTo(9);
  }

  @Test
  void noticesAnyChangedByteOfThePattern() {
    byte[] bytes = content.of(7, 8, 9).clone();
    for (int i = 28; i < bytes.length; i++) {
      bytes[i] ^= 1;
      assertThat(content.matches(ByteBuffer.wrap(bytes))).as("byte %d", i).isFalse();
      bytes[i] ^= 1;
    }
    assertThat(new Content(43, 256).matches(ByteBuffer.wrap(bytes))).isFalse();
  }
}
