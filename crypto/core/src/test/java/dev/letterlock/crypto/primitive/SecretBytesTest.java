package dev.letterlock.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class SecretBytesTest {

  private final SecretBytes secret = SecretBytes.copyOf(new byte[] {1, 2, 3});

  @Test
  void wipesWhenClosed() {
    MemorySegment view = secret.revealView();

    secret.close();

    assertThat(view.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    assertThatThrownBy(secret::revealCopy).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(secret::revealView).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsItsBytesFromItsCallers() {
    byte[] copy = secret.revealCopy();
    copy[0] = 9;

    assertThat(secret.revealCopy()).containsExactly(1, 2, 3);
    assertThat(secret.revealView().isReadOnly()).isTrue();
  }

  @Test
  void matchesByValue() {
    assertThat(secret.matches(SecretBytes.copyOf(new byte[] {1, 2, 3}))).isTrue();
    assertThat(secret.matches(SecretBytes.copyOf(new byte[] {1, 2, 4}))).isFalse();
    assertThat(secret.matches(SecretBytes.copyOf(new byte[] {1, 2}))).isFalse();
  }

  @Test
  void printsItsLengthOnly() {
    assertThat(secret).hasToString("SecretBytes[3]");
  }
}
