package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.primitive.Octets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server brings a message of Bob's once more: nobody learns what the first did not tell. */
class RepetitionTest extends InboxCase {

  private static final int CONTROL_OF_A_NEWER_PROGRAM = 0xf0;

  private BobsPhone phone;

  @BeforeEach
  void meet() {
    phone = new BobsPhone(works.tools());
  }

  @AfterEach
  void leave() {
    phone.close();
  }

  @Test
  void tellsAStrangerNothing() {
    Letter letter = phone.writes("are you there?");

    assertThat(take(letter)).as("silently").isTrue();
    assertThat(take(letter)).as("silently, again").isTrue();
    assertThat(texts()).containsExactly("are you there?");
  }

  @Test
  void tellsAFriendOnceMore() {
    answer();
    Letter letter = phone.writes("hello");

    assertThat(take(letter)).as("silently").isFalse();
    assertThat(take(letter)).as("silently, again").isFalse();
    assertThat(texts()).containsExactly("hello");
  }

  @Test
  void tellsNobodyOfControlContent() {
    answer();
    Letter letter =
        phone.writes(
            new ContentBody.Unknown(CONTROL_OF_A_NEWER_PROGRAM, Octets.of(new byte[] {1})));

    assertThat(take(letter)).as("silently").isTrue();
    assertThat(take(letter)).as("silently, again").isTrue();
  }

  @Test
  void tellsNobodyOfWhatCannotBeOpened() {
    assertThat(take(unreadable())).as("silently").isTrue();
    assertThat(take(unreadable())).as("silently, again").isTrue();
  }

  private void answer() {
    try (Transaction step = works.tools().begin()) {
      new Conversations(step).answered(conversation());
      step.commit();
    }
  }
}
