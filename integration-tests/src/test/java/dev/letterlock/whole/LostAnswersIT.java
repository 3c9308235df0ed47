package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The server puts states of groups in force, but its answers do not reach Alice. */
class LostAnswersIT extends HostileCase {
  private static final String TITLE = "lunch";

  @Test
  void makesOneGroupInTwoAttempts() {
    loseAnswers();
    assertThatThrownBy(() -> alice.createGroup(TITLE, List.of("bob")))
        .isInstanceOf(MessengerException.class);
    assertThat(alice.conversations()).noneMatch(Conversation::isGroup);
    meddler.behave();

    Group group = alice.createGroup(TITLE, List.of("bob"));

    group.conversation().send("at one");
    await()
        .atMost(PATIENCE)
        .until(() -> Chats.group(bob, TITLE).map(Chats::texts).orElse(List.of()).size() == 1);
    assertThat(alice.conversations()).filteredOn(Conversation::isGroup).hasSize(1);
    assertThat(bob.conversations()).filteredOn(Conversation::isGroup).hasSize(1);
  }

  @Test
  void finishesAGroupWithTheNextSession() {
    loseAnswers();
    assertThatThrownBy(() -> alice.createGroup(TITLE, List.of("bob")))
        .isInstanceOf(MessengerException.class);
    Accidents.crash(alice);
    meddler.behave();

    alice = Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice")), ear);
    alice.start();

    await().atMost(PATIENCE).until(() -> Chats.group(alice, TITLE).isPresent());
    await().atMost(PATIENCE).until(() -> Chats.group(bob, TITLE).isPresent());
    assertThat(names(alice)).containsExactly("alice", "bob");
  }

  @Test
  void leavesInTwoAttempts() {
    Group group = alice.createGroup(TITLE, List.of("bob"));
    await().atMost(PATIENCE).until(() -> Chats.group(bob, TITLE).isPresent());
    loseAnswers();
    assertThatThrownBy(group::leave).isInstanceOf(MessengerException.class);
    assertThat(names(alice)).containsExactly("alice", "bob");
    meddler.behave();

    group.leave();

    assertThat(names(alice)).containsExactly("bob");
    await().atMost(PATIENCE).until(() -> names(bob), List.of("bob")::equals);
  }

  @Test
  void asksForNoGroupWithoutAName() {
    AtomicInteger puts = new AtomicInteger();
    meddler.request((request, body) -> {
      puts.addAndGet(request.startsWith("PUT /v1/groups/") ? 1 : 0);
      return null;
    });

    assertThatThrownBy(() -> alice.createGroup(" ", List.of("bob")))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining("1 to 200 bytes");

    assertThat(puts).hasValue(0);
  }

  private void loseAnswers() {
    meddler.answer((path, body) ->
        path.startsWith("/v1/groups/") && !body.contains("\"states\"") ? "lost" : body);
  }

  private static List<String> names(Messenger messenger) {
    return messenger.group(Chats.group(messenger, TITLE).orElseThrow()).members().stream()
        .map(Group.Member::name)
        .toList();
  }
}
