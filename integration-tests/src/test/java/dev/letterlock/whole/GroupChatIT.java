package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of the client library with the real server between; Bob has two devices. */
class GroupChatIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String TITLE = "breakfast";

  @TempDir Path folder;
  private final Ear ofAlice = new Ear();
  private final Ear ofBob = new Ear();
  private final List<Messenger> all = new ArrayList<>();
  private RunningServer server;
  private Meddler meddler;
  private Messenger alice;
  private Messenger bob;
  private Messenger laptop;
  private Messenger carol;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    alice = started(Profiles.signUp(server.url(), folder.resolve("alice"), "alice", ofAlice));
    bob = started(Profiles.signUp(meddler.url(), folder.resolve("bob"), "bob", ofBob));
    laptop = started(Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY));
    carol = started(Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY));
  }

  @AfterEach
  void stop() throws Exception {
    all.forEach(Messenger::close);
    meddler.close();
    server.close();
  }

  @Test
  void reachesEveryDeviceOfEveryMember() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    group.conversation().send("hello all");
    for (Messenger reader : List.of(bob, laptop, carol)) {
      awaitTexts(reader, "hello all");
    }
    conversation(laptop).send("hello from the laptop");
    conversation(carol).send("hello from carol");
    for (Messenger reader : all) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              texts(reader).containsAll(List.of("hello from the laptop", "hello from carol")));
    }
    group.conversation().send("now you are no strangers");
    await()
        .atMost(PATIENCE)
        .until(() -> conversation(alice).messages().getFirst().status(), Status.DELIVERED::equals);
    assertThat(carol.group(conversation(carol)).members())
        .extracting(Group.Member::name)
        .containsExactly("alice", "bob", "carol");
  }

  @Test
  void keepsARemovedMemberOutOfTheNextEpoch() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    group.conversation().send("with carol");
    awaitTexts(carol, "with carol");
    awaitTexts(laptop, "with carol");

    group.remove("carol");
    group.conversation().send("without carol");
    awaitTexts(bob, "with carol", "without carol");
    awaitTexts(laptop, "with carol", "without carol");
    alice.conversationWith("carol").send("and now between us");
    await()
        .atMost(PATIENCE)
        .until(() -> Chats.texts(carol, "alice"), List.of("and now between us")::equals);

    assertThat(texts(carol)).containsExactly("with carol");
    conversation(carol).send("is anybody there?");
    await()
        .atMost(PATIENCE)
        .until(() -> conversation(carol).messages().getLast().status(), Status.FAILED::equals);
    assertThat(texts(bob)).containsExactly("with carol", "without carol");
  }

  /** A receipt covers all that was sent before, also what was never sent to its reader. */
  @Test
  void countsAsReadersOnlyThoseWhomAMessageWasFor() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    group.conversation().send("all");
    awaitTexts(carol, "all");
    awaitTexts(laptop, "all");
    conversation(carol).send("thanks");
    awaitTexts(alice, "all", "thanks");
    group.remove("carol");
    group.conversation().send("without carol");
    awaitTexts(laptop, "all", "thanks", "without carol");
    conversation(laptop).send("nor this");
    awaitTexts(bob, "all", "thanks", "without carol", "nor this");
    awaitTexts(alice, "all", "thanks", "without carol", "nor this");
    group.add("carol");
    group.conversation().send("again");
    awaitTexts(carol, "all", "thanks", "again");

    conversation(carol).markRead();

    await().atMost(PATIENCE).until(() -> readers(alice, "again"), Integer.valueOf(1)::equals);
    assertThat(readers(alice, "without carol")).isZero();
    assertThat(readers(laptop, "nor this")).isZero();
    assertThat(readers(bob, "nor this")).isZero();
  }

  private static int readers(Messenger author, String text) {
    return conversation(author).messages().stream()
        .filter(message -> message.text().equals(text))
        .findFirst()
        .orElseThrow()
        .readers();
  }

  @Test
  void showsANewMemberNothingOfBefore() {
    Group group = alice.createGroup(TITLE, List.of("bob"));
    group.conversation().send("before");
    awaitTexts(bob, "before");

    group.add("carol");
    group.conversation().send("after");
    awaitTexts(carol, "after");
    awaitTexts(bob, "before", "after");
    conversation(carol).send("thank you");
    awaitTexts(alice, "before", "after", "thank you");
    assertThat(conversation(carol).title()).isEqualTo(TITLE);
  }

  @Test
  void signsAnewWhenAnotherAdminWasFaster() {
    Messenger dora = started(Profiles.signUp(server.url(), folder.resolve("dora"), "dora", NOBODY));
    Group group = alice.createGroup(TITLE, List.of("bob"));
    group.promote("bob");
    await().atMost(PATIENCE).until(() -> isAdmin(bob));
    Group ofBob = bob.group(conversation(bob));
    AtomicInteger hidden = new AtomicInteger();
    meddler.answer((path, body) -> {
      boolean states = path.contains("/v1/groups/") && body.contains("\"states\"");
      return states && hidden.getAndIncrement() == 0 ? "{\"epoch\":2,\"states\":[]}" : body;
    });
    meddler.frame(frame -> {
      if (Byte.toUnsignedInt(frame[0]) == 0x44) {
        frame[0] = 0x7f;
      }
      return frame;
    });

    group.add("carol");
    ofBob.add("dora");

    assertThat(hidden.get()).isGreaterThan(1);
    assertThat(ofBob.members())
        .extracting(Group.Member::name)
        .containsExactly("alice", "bob", "carol", "dora");
    meddler.behave();
    Accidents.breakConnection(bob);
    conversation(bob).send("welcome both");
    awaitTexts(carol, "welcome both");
    awaitTexts(dora, "welcome both");
  }

  @Test
  void sealsAnewWhatWasSealedForTheGroupAsItWas() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    group.conversation().send("one");
    awaitTexts(bob, "one");
    awaitTexts(carol, "one");
    conversation(bob).send("two");
    awaitTexts(carol, "one", "two");
    meddler.frame(frame -> {
      if (Byte.toUnsignedInt(frame[0]) == 0x44) {
        frame[0] = 0x7f;
      }
      return frame;
    });

    group.remove("carol");
    conversation(bob).send("three");

    awaitTexts(alice, "one", "two", "three");
    awaitTexts(laptop, "one", "two", "three");
    assertThat(texts(carol)).containsExactly("one", "two");
    meddler.behave();
  }

  /** Bob does not know that he was put out, so what he seals is refused for good. */
  @Test
  void missesNothingOfWhatTheServerRefused() {
    Group group = alice.createGroup(TITLE, List.of("bob"));
    group.conversation().send("hello");
    awaitTexts(bob, "hello");
    conversation(bob).send("one");
    awaitTexts(alice, "hello", "one");
    meddler.frame(frame -> {
      if (Byte.toUnsignedInt(frame[0]) == 0x44) {
        frame[0] = 0x7f;
      }
      return frame;
    });
    group.remove("bob");
    conversation(bob).send("refused");
    await()
        .atMost(PATIENCE)
        .until(() -> conversation(bob).messages().getLast().status(), Status.FAILED::equals);
    group.add("bob");
    meddler.behave();
    Accidents.breakConnection(bob);
    ofBob.awaits(Kind.REMARK, "You are in the group now.");

    conversation(bob).send("two");

    awaitTexts(alice, "hello", "one", "two");
    conversation(bob).send("three");
    awaitTexts(alice, "hello", "one", "two", "three");
    assertThat(ofAlice.heard("earlier message")).isFalse();
  }

  /** The key's envelope is refused, so that it is not asked for as a message. */
  @Test
  void asksForASenderKeyThatDidNotCome() {
    Group group = alice.createGroup(TITLE, List.of("bob"));
    await().atMost(PATIENCE).until(() -> Chats.group(bob, TITLE).isPresent());
    AtomicInteger misplaced = new AtomicInteger();
    meddler.frame(frame -> {
      boolean direct = DeliverBytes.is(frame) && DeliverBytes.of(frame).header().length > 0;
      if (direct && misplaced.getAndIncrement() == 0) {
        frame[55] ^= 1;
      }
      return frame;
    });

    group.conversation().send("who has the key?");

    awaitTexts(laptop, "who has the key?");
    awaitTexts(bob, "who has the key?");
    assertThat(misplaced.get()).isGreaterThan(1);
  }

  @Test
  void letsAMemberLeaveAndAdminsDecide() {
    Group group = alice.createGroup(TITLE, List.of("bob", "carol"));
    group.conversation().send("hello");
    awaitTexts(bob, "hello");
    Group ofBob = bob.group(conversation(bob));

    assertThatThrownBy(() -> ofBob.remove("carol"))
        .isInstanceOf(MessengerException.class)
        .hasMessage("Only an admin of the group may do that.");
    ofBob.leave();
    await()
        .atMost(PATIENCE)
        .until(
            () -> group.members().stream().map(Group.Member::name).toList(),
            List.of("alice", "carol")::equals);
    group.conversation().send("he left");
    awaitTexts(carol, "hello", "he left");
    assertThat(texts(bob)).containsExactly("hello");
  }

  private Messenger started(Messenger messenger) {
    messenger.start();
    all.add(messenger);
    return messenger;
  }

  private static boolean isAdmin(Messenger messenger) {
    return Chats.group(messenger, TITLE)
        .map(conversation -> messenger.group(conversation).members())
        .map(members -> members.stream().anyMatch(member -> member.self() && member.admin()))
        .orElse(false);
  }

  private static void awaitTexts(Messenger messenger, String... texts) {
    await(messenger.name() + " reads " + List.of(texts))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(texts(messenger)).containsExactly(texts));
  }

  private static Conversation conversation(Messenger messenger) {
    return Chats.group(messenger, TITLE).orElseThrow();
  }

  private static List<String> texts(Messenger messenger) {
    return Chats.group(messenger, TITLE).map(Chats::texts).orElse(List.of());
  }
}
