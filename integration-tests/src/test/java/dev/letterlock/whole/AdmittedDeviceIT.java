package dev.letterlock.whole;

import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob's new tablet is told to the members of his groups before any of them writes, so that it gets
 * the keys to their next messages (docs/E2EE.md §2.8).
 */
class AdmittedDeviceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String TITLE = "breakfast";

  @TempDir Path folder;
  private final Ear alicesEar = new Ear();
  private RunningServer server;
  private Messenger alice;
  private Messenger phone;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", alicesEar);
    phone = Profiles.signUp(server.url(), folder.resolve("phone"), "bob", NOBODY);
    List.of(alice, phone).forEach(Messenger::start);
  }

  @AfterEach
  void stop() throws Exception {
    List.of(alice, phone).forEach(Messenger::close);
    server.close();
  }

  @Test
  void readsTheFirstMessageOfEachMemberThatFollows() {
    Conversation group = groupOfBothBefore();

    try (Messenger tablet = join()) {
      tablet.start();
      alicesEar.awaits(Kind.DEVICES_CHANGED, "1 added, 0 removed");
      group.send("to both");

      awaitText(phone, "to both");
      awaitText(tablet, "to both");
    }
  }

  @Test
  void isToldLaterIfTheFirstDeviceWasAway() {
    Conversation group = groupOfBothBefore();
    try (Messenger tablet = join()) {
      phone.close();
      tablet.start();

      phone = Messenger.open(Profiles.settings(server.url(), folder.resolve("phone")), NOBODY);
      phone.start();
      alicesEar.awaits(Kind.DEVICES_CHANGED, "1 added, 0 removed");
      group.send("to both");

      awaitText(tablet, "to both");
    }
  }

  /** Alice has given the key to the phone. */
  private Conversation groupOfBothBefore() {
    Conversation group = alice.createGroup(TITLE, List.of("bob")).conversation();
    group.send("to the phone alone");
    awaitText(phone, "to the phone alone");
    return group;
  }

  private Messenger join() {
    return Profiles.join(server.url(), folder.resolve("tablet"), phone, NOBODY);
  }

  private static void awaitText(Messenger reader, String text) {
    await(reader.name() + " reads " + text)
        .atMost(PATIENCE)
        .until(() ->
            Chats.group(reader, TITLE).filter(is -> Chats.texts(is).contains(text)).isPresent());
  }
}
