package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.sending.Lineup.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final UUID BOB = new UUID(1, 1);
  private static final UUID CAROL = new UUID(2, 2);

  private final Turns turns = new Turns();
  private final List<Long> back = new ArrayList<>();

  @Test
  void letsOneNumberedEntryOfAConversationGoAtATime() {
    assertThat(text(BOB, 1)).isTrue();
    assertThat(text(BOB, 2)).isFalse();
    assertThat(text(BOB, 3)).isFalse();
    assertThat(text(CAROL, 4)).isTrue();
    assertThat(control(BOB, 5)).isTrue();

    turns.end(1);

    assertThat(back).containsExactly(2L);
    assertThat(text(BOB, 2)).isTrue();
    turns.end(2);
    assertThat(back).containsExactly(2L, 3L);
  }

  @Test
  void letsNothingPassWhatWaits() {
    turns.block(BOB, 1);

    assertThat(control(BOB, 2)).isFalse();
    assertThat(text(BOB, 3)).isFalse();
    assertThat(text(BOB, 4)).isFalse();
    assertThat(control(CAROL, 5)).isTrue();
    assertThat(text(BOB, 1)).isTrue();

    turns.end(1);

    assertThat(back).containsExactly(2L, 3L);
    assertThat(turns.isEmpty()).isFalse();
    turns.end(3);
    assertThat(turns.isEmpty()).isTrue();
  }

  /** Or each of the two would stand behind the other. */
  @Test
  void letsAnEarlierEntryPassALaterOneThatWaits() {
    turns.hold(BOB, 1);
    turns.block(BOB, 2);

    assertThat(text(BOB, 1)).isTrue();

    turns.block(BOB, 1);

    assertThat(text(BOB, 1)).isTrue();
    assertThat(control(BOB, 2)).isFalse();
    turns.end(1);
    assertThat(back).containsExactly(2L);
  }

  @Test
  void goesOnWhenTheNextOneIsRefusedToo() {
    text(BOB, 1);
    text(BOB, 2);
    text(BOB, 3);
    turns.end(1);
    turns.end(2);

    assertThat(back).containsExactly(2L, 3L);
  }

  @Test
  void knowsNothingOfWhatNeverHadATurn() {
    turns.end(7);

    assertThat(text(BOB, 1)).isTrue();
    assertThat(turns.isEmpty()).isTrue();
  }

  private boolean text(UUID conversation, long order) {
    return turns.begin(conversation, true, taken(order));
  }

  private boolean control(UUID conversation, long order) {
    return turns.begin(conversation, false, taken(order));
  }

  private Taken taken(long order) {
    return new Taken(order, false, () -> back.add(order));
  }
}
