package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {

  @Test
  void breaksBetweenWordsAndKeepsTheIndent() {
    assertThat(Wrapped.of("  one two three four five six\nseven", 20))
        .isEqualTo("  one two three\n  four five six\nseven");
  }

  @Test
  void leavesWholeWhatMayBeCopied() {
    String code = "/admit " + "A".repeat(50);

    assertThat(Wrapped.of(code, 40)).isEqualTo(code);
    assertThat(Wrapped.of("A".repeat(50), 40)).isEqualTo("A".repeat(50));
  }

  @Test
  void countsNoColours() {
    String coloured = Style.COLOURED.bold("one") + " two three four";

    assertThat(Wrapped.of(coloured, 20)).isEqualTo(coloured);
  }

  @Test
  void breaksNothingWhereNobodyKnowsTheWidth() {
    assertThat(Wrapped.of("one two three four five six", 0)).doesNotContain("\n");
  }
}
