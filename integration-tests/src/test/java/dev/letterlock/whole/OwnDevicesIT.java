package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
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

/** What the further devices of an account see of what its first one writes. */
class OwnDevicesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private RunningServer server;
  private Meddler meddler;
  private Messenger phone;
  private Messenger tablet;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    phone = Profiles.signUp(server.url(), folder.resolve("phone"), "alice", NOBODY);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
    tablet = Profiles.join(meddler.url(), folder.resolve("tablet"), phone, NOBODY);
  }

  @AfterEach
  void stop() throws Exception {
    tablet.close();
    bob.close();
    phone.close();
    meddler.close();
    server.close();
  }

  /** Written before the phone has heard that the tablet is on the list. */
  @Test
  void introducesAConversationToADeviceThatJoinedAfterItsFirstTextWasWritten() {
    phone.conversationWith("bob").send("early");
    tablet.start();
    phone.start();

    awaitTexts("early");
  }

  /** No answer of the server tells the phone of the tablet, as nothing would leave it. */
  @Test
  void getANoteThatWasWrittenBeforeTheFirstOneHadHeardOfThem() {
    tablet.start();
    phone.start();

    phone.conversationWith("alice").send("note");

    await().atMost(PATIENCE).until(() -> Chats.texts(tablet, "alice"), List.of("note")::equals);
  }

  @Test
  void getWhatWasWrittenToAGroupOfOnesOwnBeforeTheFirstOneHadHeardOfThem() {
    tablet.start();
    phone.start();
    phone.createGroup("diary", List.of());

    Chats.group(phone, "diary").orElseThrow().send("dear diary");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(tablet.conversations())
                .filteredOn(Conversation::isGroup)
                .flatExtracting(Chats::texts)
                .containsExactly("dear diary"));
  }

  @Test
  void showsATextThatOvertookTheIntroductionOfItsConversation() {
    List<DeliverBytes> swapped = new ArrayList<>();
    meddler.frames(frame -> {
      if (!DeliverBytes.is(frame) || swapped.size() == 2) {
        return List.of(frame);
      }
      swapped.add(DeliverBytes.of(frame));
      return swapped.size() == 2 ? inOtherOrder(swapped) : List.of();
    });
    tablet.start();
    phone.start();
    phone.conversationWith("bob").send("fast");

    awaitTexts("fast");
    assertThat(swapped).hasSize(2);
    phone.conversationWith("bob").send("and on");
    awaitTexts("fast", "and on");
  }

  private static List<byte[]> inOtherOrder(List<DeliverBytes> two) {
    DeliverBytes first = two.getFirst();
    DeliverBytes second = two.getLast();
    return List.of(second.at(first).frame(), first.at(second).frame());
  }

  private void awaitTexts(String... texts) {
    await("the tablet reads " + List.of(texts))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(tablet, "bob")).containsExactly(texts));
  }
}
