package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A group changes while Bob is away: he reads what was written while he was a member, by whoever
 * was one then, and nothing else (docs/E2EE.md §2.8).
 */
class AwayFromGroupIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String TITLE = "breakfast";

  @TempDir Path folder;
  private final List<Messenger> all = new ArrayList<>();
  private RunningServer server;
  private Messenger alice;
  private Messenger carol;
  private Messenger dora;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = started(signUp("alice"));
    carol = started(signUp("carol"));
    dora = started(signUp("dora"));
    signUp("bob").close();
  }

  @AfterEach
  void stop() throws Exception {
    all.forEach(Messenger::close);
    server.close();
  }

  @Test
  void showsAllEpochsOfAGroupThatWasMadeMeanwhile() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    changeThrice(group);

    Messenger bob = started(bob());

    awaitTexts(bob, "one", "one of carol", "two", "two of carol", "three", "four");
    Chats.group(bob, TITLE).orElseThrow().send("five");
    awaitTexts(alice, "one", "one of carol", "two", "two of carol", "three", "four", "five");
  }

  @Test
  void showsAllEpochsOfAGroupThatWasKnown() {
    Messenger bob = started(bob());
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    await().atMost(PATIENCE).until(() -> Chats.group(bob, TITLE).isPresent());
    leave(bob);
    changeThrice(group);

    awaitTexts(started(bob()), "one", "one of carol", "two", "two of carol", "three", "four");
  }

  @Test
  void showsWhatWasWrittenBeforeHeWasPutOut() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    say(alice, "one", carol);
    group.add("dora");
    say(alice, "two", dora);
    group.remove("bob");
    say(alice, "three", dora);
    alice.conversationWith("bob").send("the last");

    Messenger bob = started(bob());

    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of("the last")::equals);
    assertThat(texts(bob)).containsExactly("one", "two");
  }

  @Test
  void showsNothingOfBeforeHeWasTakenIn() {
    Group group = alice.createGroup(TITLE, List.of("carol"));
    say(alice, "one", carol);
    group.add("bob");
    say(alice, "two", carol);
    group.add("dora");
    say(alice, "three", dora);

    awaitTexts(started(bob()), "two", "three");
  }

  /** What was said while he was out was never meant for him, so nothing of it is missing. */
  @Test
  void tellsNothingOfWhatWasWrittenWhileHeWasOut() {
    Messenger bob = started(bob());
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    say(alice, "one", bob);
    group.remove("bob");
    say(alice, "two", carol);
    group.add("bob");
    say(alice, "three", bob);

    assertThat(texts(bob)).containsExactly("one", "three");
    alice.conversationWith("bob").send("the last");
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of("the last")::equals);
    assertThat(bob.notices())
        .extracting(told -> told.notice().text())
        .contains("You are in the group now.")
        .noneMatch(text -> text.contains("earlier message"));
  }

  private void changeThrice(Group group) {
    say(alice, "one", carol);
    say(carol, "one of carol", alice);
    group.add("dora");
    say(alice, "two", dora);
    say(carol, "two of carol", dora);
    group.remove("carol");
    say(alice, "three", dora);
    group.promote("dora");
    say(alice, "four", dora);
  }

  /** Until it was read, so that it is of the epoch in which it was written. */
  private static void say(Messenger author, String text, Messenger reader) {
    Chats.group(author, TITLE).orElseThrow().send(text);
    await(reader.name() + " reads " + text)
        .atMost(PATIENCE)
        .until(() -> texts(reader).contains(text));
  }

  private Messenger bob() {
    return Messenger.open(Profiles.settings(server.url(), folder.resolve("bob")), NOBODY);
  }

  private void leave(Messenger messenger) {
    all.remove(messenger);
    messenger.close();
  }

  private Messenger signUp(String name) {
    return Profiles.signUp(server.url(), folder.resolve(name), name, NOBODY);
  }

  private Messenger started(Messenger messenger) {
    messenger.start();
    all.add(messenger);
    return messenger;
  }

  private static void awaitTexts(Messenger messenger, String... texts) {
    await(messenger.name() + " reads " + List.of(texts))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(texts(messenger)).containsExactly(texts));
  }

  private static List<String> texts(Messenger messenger) {
    return Chats.group(messenger, TITLE).map(Chats::texts).orElse(List.of());
  }
}
