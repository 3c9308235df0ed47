package dev.letterlock.storage.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationStoreContractTest extends StoreContract {
  private final ConversationId id = Samples.conversation();
  private final UserId one = Samples.user();
  private final UserId other = Samples.user();
  private ConversationStore conversations;

  @BeforeEach
  void open() {
    conversations = stores().conversations();
  }

  @Test
  void hasExactlyItsTwoMembers() {
    assertThat(conversations.createDirect(id, one, other)).isTrue();

    assertThat(conversations.byId(id)).contains(new Conversation(id, Set.of(one, other)));
    assertThat(conversations.isMember(id, one)).isTrue();
    assertThat(conversations.isMember(id, Samples.user())).isFalse();
  }

  @Test
  void mayBeCreatedAgainByEitherOfThem() {
    conversations.createDirect(id, one, other);
    assertThat(conversations.createDirect(id, other, one)).isTrue();
  }

  @Test
  void knowsWhoHasSent() {
    conversations.createDirect(id, one, other);
    assertThat(conversations.hasSent(id, one)).isTrue();
    assertThat(conversations.hasSent(id, other)).isFalse();

    conversations.createDirect(id, other, one);
    conversations.createDirect(id, other, one);
    assertThat(conversations.hasSent(id, one)).isTrue();
    assertThat(conversations.hasSent(id, other)).isTrue();
    assertThat(conversations.hasSent(Samples.conversation(), one)).isFalse();
  }

  @Test
  void belongsToNobodyElse() {
    conversations.createDirect(id, one, other);
    assertThat(conversations.createDirect(id, one, Samples.user())).isFalse();
    assertThat(conversations.byId(id)).contains(new Conversation(id, Set.of(one, other)));
  }

  @Test
  void mayBeOneOfAUserWithHimself() {
    assertThat(conversations.createDirect(id, one, one)).isTrue();
    assertThat(conversations.byId(id)).contains(new Conversation(id, Set.of(one)));
  }

  @Test
  void isUnknownUntilCreated() {
    assertThat(conversations.byId(id)).isEmpty();
    assertThat(conversations.isMember(id, one)).isFalse();
  }
}
