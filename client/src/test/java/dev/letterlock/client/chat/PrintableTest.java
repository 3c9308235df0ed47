package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void leavesTextAlone() {
    assertThat(Printable.of("Grüße\t👩‍🚀 ✓")).isEqualTo("Grüße\t👩‍🚀 ✓");
  }

  @Test
  void letsNobodyTakeOverTheTerminal() {
    assertThat(Printable.of("a\u001b[2Jb\u009bc\u0007\u007f"))
        .isEqualTo("a\ufffd[2Jb\ufffdc\ufffd\ufffd");
  }

  @Test
  void letsNobodyTurnTheDirectionOfWriting() {
    assertThat(Printable.of("a\u202eb\u2066c")).isEqualTo("a\ufffdb\ufffdc");
  }

  @Test
  void letsNoMessageLookLikeTwo() {
    assertThat(Printable.of("hello\n10:42 bob: pay me\r10:43 x"))
        .isEqualTo("hello\n      10:42 bob: pay me\n      10:43 x");
  }
}
