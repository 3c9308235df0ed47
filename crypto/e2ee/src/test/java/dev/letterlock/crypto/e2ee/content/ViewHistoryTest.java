package dev.letterlock.crypto.e2ee.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.e2ee.content.ViewHistory.Verdict;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import org.junit.jupiter.api.Test;

class ViewHistoryTest {

  private final ViewHistory history =
      ViewHistory.EMPTY
          .with(new ListView(1, 11))
          .with(new ListView(2, 22))
          .with(new ListView(5, 55));

  @Test
  void agreesWithEveryVersionThatItRemembers() {
    assertThat(history.compare(new ListView(1, 11))).isEqualTo(Verdict.AGREES);
    assertThat(history.compare(new ListView(5, 55))).isEqualTo(Verdict.AGREES);
  }

  @Test
  void raisesTheAlarmOverTwoContentsOfOneVersion() {
    assertThat(history.compare(new ListView(2, 23))).isEqualTo(Verdict.SPLIT);
  }

  @Test
  void asksForWhatIsNewer() {
    assertThat(history.compare(new ListView(6, 1))).isEqualTo(Verdict.NEWER);
    assertThat(ViewHistory.EMPTY.compare(new ListView(1, 1))).isEqualTo(Verdict.NEWER);
  }

  @Test
  void saysNothingAboutWhatItForgot() {
    assertThat(history.compare(new ListView(3, 1))).isEqualTo(Verdict.FORGOTTEN);
    assertThat(history.compare(ListView.NONE)).isEqualTo(Verdict.FORGOTTEN);
  }

  @Test
  void remembersTheNewestSixtyFour() {
    ViewHistory longer = ViewHistory.EMPTY;
    for (int version = 1; version <= 100; version++) {
      longer = longer.with(new ListView(version, version));
    }

    assertThat(longer.views()).hasSize(64);
    assertThat(longer.compare(new ListView(36, 0))).isEqualTo(Verdict.FORGOTTEN);
    assertThat(longer.compare(new ListView(37, 37))).isEqualTo(Verdict.AGREES);
  }

  @Test
  void refusesToGoBack() {
    assertThatThrownBy(() -> history.with(new ListView(5, 66)))
        .isInstanceOf(KeyRejectedException.class);
    assertThatThrownBy(() -> history.with(new ListView(4, 66)))
        .isInstanceOf(KeyRejectedException.class);
  }

  @Test
  void readsWhatItWrote() {
    assertThat(ViewHistory.decode(history.encode())).isEqualTo(history);
  }
}
