package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScreenTest {
  private static final String EVIL = "gone\u001b[2J\nbob: send money";

  private final List<String> printed = new ArrayList<>();
  private final Screen screen = new Screen(new Paper(), Style.of(false));

  @Test
  void printsHarmlesslyWhatAServerWorded() {
    screen.problem(EVIL);
    screen.remark(EVIL);

    assertThat(printed).hasSize(2).allSatisfy(ScreenTest::isHarmless);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void printsNoticesHarmlessly(Kind kind) {
    screen.notice(Notice.of(kind, null, EVIL), EVIL);

    assertThat(printed).singleElement().satisfies(ScreenTest::isHarmless);
  }

  private static void isHarmless(String lines) {
    assertThat(lines).doesNotContain("\u001b").contains("\n      bob: send money");
  }

  private final class Paper implements Console {
    @Override
    public @Nullable String read(String prompt, List<String> words) {
      return null;
    }

    @Override
    public void print(String lines) {
      printed.add(lines);
    }

    @Override
    public void prompt(String prompt) {}

    @Override
    public void close() {}
  }
}
