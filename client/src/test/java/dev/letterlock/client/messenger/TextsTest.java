package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.messenger.receiving.Texts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TextsTest extends InboxCase {

  /** All under one number are read at each arrival. */
  @Test
  void takesNoMoreUnderOneNumberThanACopiedDeviceWrites() {
    Texts texts = new Texts(works.tools(), works.talk().history(), works.audience());
    UUID conversation = works.tools().conversationWith(BOB);
    StoredConversation fresh = StoredConversation.fresh(conversation, false, BOB, "bob");
    try (Transaction step = works.tools().begin()) {
      for (int i = 0; i < Texts.MOST_UNDER_ONE_NUMBER; i++) {
        Letter letter = letter();
        texts.add(step, letter, place(letter), fresh, Said.text("text " + i));
      }
      Letter oneMore = letter();

      assertThatThrownBy(
              () -> texts.add(step, oneMore, place(oneMore), fresh, Said.text("one more")))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("too many others the same number");
      assertThat(new Conversations(step).find(conversation).orElseThrow().last())
          .isEqualTo(Texts.MOST_UNDER_ONE_NUMBER);
    }
  }

  private Letter letter() {
    Letter letter = unreadable();
    return new Letter(
        letter.cursor(),
        letter.sender(),
        letter.conversation(),
        works.tools().newId(),
        letter.time(),
        letter.partial(),
        letter.content());
  }

  private static MessagePlace place(Letter letter) {
    return new MessagePlace(letter.conversation(), letter.message(), 1, 1);
  }
}
