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

/** What a group is called reaches whoever comes later (docs/E2EE.md §2.6). */
class GroupTitlesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String TITLE = "breakfast";
  private static final String LATER = "brunch";

  @TempDir Path folder;
  private final List<Messenger> all = new ArrayList<>();
  private RunningServer server;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = signUp("alice");
    bob = signUp("bob");
  }

  @AfterEach
  void stop() {
    all.forEach(Messenger::close);
    server.close();
  }

  @Test
  void reachesThoseWhomAnotherAdminTakesInAfterItWasChanged() {
    Messenger carol = signUp("carol");
    Group group = alice.createGroup(TITLE, List.of("bob"));
    group.promote("bob");
    group.rename(LATER);
    awaitTitle(bob, LATER);

    bob.group(Chats.group(bob, LATER).orElseThrow()).add("carol");

    awaitTitle(carol, LATER);
    assertThat(carol.notices())
        .extracting(told -> told.notice().text())
        .noneMatch(text -> text.contains("has named the group"));
  }

  /** Bob is no admin, and writes nothing in the group. */
  @Test
  void reachesTheDevicesThatAMemberAddsLater() throws Exception {
    alice.createGroup(TITLE, List.of("bob"));
    awaitTitle(bob, TITLE);
    Messenger tablet = started(Profiles.join(server.url(), folder.resolve("tablet"), bob, NOBODY));

    bob.conversationWith("alice").send("I have a tablet now");

    awaitTitle(tablet, TITLE);
    alice.group(Chats.group(alice, TITLE).orElseThrow()).rename(LATER);
    awaitTitle(tablet, LATER);
    awaitTitle(bob, LATER);
  }

  @Test
  void reachesADeviceThatJoinedWhileTheOthersWereAway() throws Exception {
    alice.createGroup(TITLE, List.of("bob"));
    awaitTitle(bob, TITLE);
    all.remove(bob);
    bob.close();
    Messenger tablet;
    try (Messenger unconnected = openBob()) {
      tablet = Profiles.join(server.url(), folder.resolve("tablet"), unconnected, NOBODY);
    }
    started(tablet);
    Chats.group(alice, TITLE).orElseThrow().send("good morning");
    await("the tablet is in the group")
        .atMost(PATIENCE)
        .until(() -> Chats.group(tablet).isPresent());
    assertThat(Chats.group(tablet, TITLE)).isEmpty();

    bob = started(openBob());

    awaitTitle(tablet, TITLE);
  }

  private Messenger openBob() {
    return Messenger.open(Profiles.settings(server.url(), folder.resolve("bob")), NOBODY);
  }

  private static void awaitTitle(Messenger messenger, String title) {
    await(messenger.name() + " knows the group as " + title)
        .atMost(PATIENCE)
        .until(() -> Chats.group(messenger, title).isPresent());
  }

  private Messenger signUp(String name) {
    return started(Profiles.signUp(server.url(), folder.resolve(name), name, NOBODY));
  }

  private Messenger started(Messenger messenger) {
    messenger.start();
    all.add(messenger);
    return messenger;
  }
}
