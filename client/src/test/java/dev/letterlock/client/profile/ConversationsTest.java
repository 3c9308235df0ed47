package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  private static final UUID PLACE = new UUID(1, 1);
  private static final UUID MESSAGE = new UUID(2, 2);
  private static final UUID BOB = new UUID(3, 3);
  private static final UUID CAROL = new UUID(4, 4);

  private final MemoryVault vault = new MemoryVault();

  @Test
  void keepsMessagesOfSeveralUnderOneId() {
    try (Transaction step = new Transaction(vault)) {
      Conversations conversations = new Conversations(step);
      StoredConversation tea = StoredConversation.fresh(PLACE, true, BOB, "tea");
      conversations.addReceived(tea.withOneMore(), message(1, BOB), 7);
      conversations.addReceived(tea.withOneMore().withOneMore(), message(2, CAROL), 7);

      StoredConversation kept = conversations.find(PLACE).orElseThrow();
      assertThat(conversations.messages(kept, 0))
          .containsExactly(message(1, BOB), message(2, CAROL));
      assertThat(conversations.numbered(PLACE, address(CAROL), 7))
          .containsExactly(message(2, CAROL));
      assertThat(conversations.message(MESSAGE)).isEmpty();
    }
  }

  /** It named a message of another by the id alone. */
  @Test
  void findsWhatAnEarlierProgramKept() {
    try (Transaction step = new Transaction(vault)) {
      Conversations conversations = new Conversations(step);
      conversations.put(StoredConversation.fresh(PLACE, true, BOB, "tea").withOneMore());
      step.write(Place.of(Shelf.MESSAGE, 1, MESSAGE), message(1, BOB).encode());
      step.write(Place.of(Shelf.MESSAGE, 2, PLACE, 1L), Fields.ofId(MESSAGE));
      step.write(Place.of(Shelf.MESSAGE, 4, PLACE, BOB, 1, 7L), Fields.ofIds(List.of(MESSAGE)));

      StoredConversation kept = conversations.find(PLACE).orElseThrow();
      assertThat(conversations.messages(kept, 0)).containsExactly(message(1, BOB));
      assertThat(conversations.numbered(PLACE, address(BOB), 7)).containsExactly(message(1, BOB));
      assertThat(conversations.numbered(PLACE, address(CAROL), 7)).isEmpty();
    }
  }

  private static StoredMessage message(long index, UUID author) {
    return new StoredMessage(MESSAGE, PLACE, index, author, 1, 5, State.RECEIVED, 6, "hello");
  }

  private static DeviceAddress address(UUID user) {
    return new DeviceAddress(UserId.of(user), 1);
  }
}
