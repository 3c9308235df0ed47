package dev.letterlock.crypto.e2ee.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.e2ee.content.Finding.Chain;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContentChecksTest {

  private final Arrival arrival =
      new Arrival(Samples.AUTHOR, Samples.CONVERSATION, Samples.MESSAGE);
  private final Expectation expected =
      expecting(Samples.ANNAS_LIST, Samples.BERTS_LIST, SequenceTrack.EMPTY);

  @Test
  void findsNothingInWhatIsRight() {
    ContentChecks.Outcome outcome = ContentChecks.judge(Samples.head(1), arrival, expected);

    assertThat(outcome.findings()).isEmpty();
    assertThat(outcome.sequence().highest()).isEqualTo(1);
  }

  /** R1: the server swaps two users. */
  @Test
  void refusesTheNameOfAnotherSender() {
    assertRejected(
        ContentFault.WRONG_SENDER,
        new Arrival(new Author(Samples.BERT, 2), Samples.CONVERSATION, Samples.MESSAGE));
  }

  @Test
  void refusesTheNameOfAnotherDevice() {
    assertRejected(
        ContentFault.WRONG_DEVICE,
        new Arrival(new Author(Samples.ANNA, 3), Samples.CONVERSATION, Samples.MESSAGE));
  }

  @Test
  void refusesAMessageThatWasMovedToAnotherConversation() {
    assertRejected(
        ContentFault.WRONG_CONVERSATION,
        new Arrival(Samples.AUTHOR, new UUID(1, 1), Samples.MESSAGE));
  }

  @Test
  void refusesAMessageUnderAnotherId() {
    assertRejected(
        ContentFault.WRONG_MESSAGE_ID,
        new Arrival(Samples.AUTHOR, Samples.CONVERSATION, new UUID(1, 1)));
  }

  @Test
  void refusesSomebodyWhoIsNotInTheConversation() {
    Expectation others =
        new Expectation(
            Set.of(Samples.BERT), ViewHistory.EMPTY, ViewHistory.EMPTY, SequenceTrack.EMPTY);

    assertThatThrownBy(() -> ContentChecks.judge(Samples.head(1), arrival, others))
        .isInstanceOfSatisfying(
            ContentRejectedException.class,
            e -> assertThat(e.fault()).isEqualTo(ContentFault.NOT_A_MEMBER));
  }

  /** R1, R8: the server shows Anna another list of Bert's devices than Bert has signed. */
  @Test
  void raisesTheAlarmOverASplitView() {
    Expectation split =
        expecting(Samples.ANNAS_LIST, new ListView(7, 0x3333333333333333L), SequenceTrack.EMPTY);

    assertThat(ContentChecks.judge(Samples.head(1), arrival, split).findings())
        .containsExactly(new Finding.SplitView(Chain.AUXILIARY, Samples.BERTS_LIST));
  }

  @Test
  void asksForANewerList() {
    Expectation older = expecting(new ListView(2, 1), Samples.BERTS_LIST, SequenceTrack.EMPTY);

    assertThat(ContentChecks.judge(Samples.head(1), arrival, older).findings())
        .containsExactly(new Finding.NewerView(Chain.AUTHOR_LIST, Samples.ANNAS_LIST));
  }

  /** R8: dropped messages are seen. */
  @Test
  void reportsAGap() {
    assertThat(ContentChecks.judge(Samples.head(4), arrival, expected).findings())
        .containsExactly(new Finding.Missing(new SequenceTrack.Range(1, 3)));
  }

  /** R10: a copied or restored device goes on counting from an old place. */
  @Test
  void reportsANumberThatIsUsedTwice() {
    SequenceTrack three = SequenceTrack.EMPTY.accept(1).track().accept(2).track().accept(3).track();
    Expectation later = expecting(Samples.ANNAS_LIST, Samples.BERTS_LIST, three);

    assertThat(ContentChecks.judge(Samples.head(2), arrival, later).findings())
        .containsExactly(new Finding.RepeatedNumber(2));
  }

  private static Expectation expecting(ListView anna, ListView bert, SequenceTrack sequence) {
    return new Expectation(
        Set.of(Samples.ANNA, Samples.BERT),
        ViewHistory.EMPTY.with(anna),
        ViewHistory.EMPTY.with(bert),
        sequence);
  }

  private void assertRejected(ContentFault fault, Arrival other) {
    assertThatThrownBy(() -> ContentChecks.judge(Samples.head(1), other, expected))
        .isInstanceOfSatisfying(
            ContentRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
