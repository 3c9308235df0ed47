package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.ToldNotice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

  @Test
  void showsWhatWasToldBetweenTheMessagesWhereItWasTold() {
    screen.timeline(
        List.of(message(4, "four"), message(5, "five")),
        List.of(told(3, "before"), told(4, "between"), told(4, "and"), told(5, "after")));

    assertThat(printed)
        .extracting(line -> line.replaceAll("^.*?(\\w+)$", "$1"))
        .containsExactly("before", "four", "between", "and", "five", "after");
  }

  private static Message message(long index, String text) {
    return new Message(
        new UUID(1, index),
        new UUID(2, 2),
        index,
        "bob",
        false,
        Instant.EPOCH,
        Message.Status.RECEIVED,
        0,
        text,
        null);
  }

  private static ToldNotice told(long after, String text) {
    return new ToldNotice(Notice.of(Kind.REFUSED, null, text), Instant.EPOCH, after, true);
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
