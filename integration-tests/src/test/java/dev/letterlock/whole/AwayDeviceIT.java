package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Notice.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bob has a phone and a tablet, and has not used the tablet for a month: whoever cannot begin a
 * session with it does without until it is there again (docs/E2EE.md §2.2, §2.4).
 */
class AwayDeviceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Clock NOW = Clock.systemUTC();
  private static final Clock MONTH_AGO = Clock.offset(NOW, Duration.ofDays(-32));
  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String MONTH = "30d";
  private static final String LONGER = "60d";
  private static final String HELD_BACK = "nobody else can open this yet";
  private static final String KEY_NOT_THERE = "as the key to it did not get there";

  @TempDir Path folder;
  private final Ear carolsEar = new Ear();
  private final Ear bobsEar = new Ear();
  private final List<Messenger> all = new ArrayList<>();
  private RunningServer server;

  @BeforeEach
  void bobHasTwoDevicesThatTalk() throws Exception {
    server = server(LONGER, MONTH_AGO);
    Messenger phone = started(signUp("bob", MONTH_AGO, NOBODY));
    MessengerSettings settings = settings("tablet", MONTH_AGO);
    try (DeviceRequest request = Messenger.requestDevice(settings, "bob", Profiles.PASSWORD)) {
      request.complete(phone.account().admit(request.certificate()));
    }
    Messenger tablet = open("tablet", MONTH_AGO, NOBODY);
    phone.conversationWith("bob").send("note");
    awaitTexts(tablet, "bob", "note");
  }

  @AfterEach
  void stop() {
    all.forEach(Messenger::close);
    server.close();
  }

  @Test
  void keepsNobodyFromWritingToTheOtherDeviceNorThatOneFromWriting() throws Exception {
    aMonthPasses(MONTH);
    Messenger phone = open("bob", NOW, bobsEar);
    Messenger carol = started(signUp("carol", NOW, carolsEar));
    awaitTalk(carol, phone);

    Messenger tablet = open("tablet", NOW, NOBODY);
    awaitArrival(carol, "bob", tablet, "carol", "to both");
    awaitArrival(phone, "bob", tablet, "bob", "another note");

    assertThat(carolsEar.heard("of bob; it gets no copies for now")).isTrue();
    assertNothingRefused(carol, carolsEar);
    assertNothingRefused(phone, bobsEar);
  }

  /** The server still lists it, but its pre-keys are too old for a new session. */
  @Test
  void goesOnInOldSessionsAndIsLeftOutWhereThereIsNone() throws Exception {
    aMonthPasses(LONGER);
    Messenger phone = open("bob", NOW, bobsEar);
    Messenger carol = started(signUp("carol", NOW, carolsEar));
    awaitTalk(carol, phone);
    phone.conversationWith("bob").send("another note");

    Messenger tablet = open("tablet", NOW, NOBODY);
    awaitTexts(tablet, "bob", "note", "another note");

    assertThat(carolsEar.heard("a key that its owner has long replaced")).isTrue();
    assertNothingRefused(phone, bobsEar);
  }

  @Test
  void callsNothingSentThatReachesNobodyElseOfAGroup() throws Exception {
    aMonthPasses(MONTH);

    Conversation group = awaitHeldBack(started(signUp("carol", NOW, carolsEar)));

    awaitInAGroup(open("bob", NOW, bobsEar), HELD_BACK);
    await()
        .atMost(PATIENCE)
        .until(
            () -> group.messages().getLast().status(),
            status -> status == Status.SENT || status == Status.DELIVERED);
  }

  /** Nothing leaves, so nothing tells the phone that the tablet is there again. */
  @Test
  void getsWhatIsWrittenInAGroupOfOnesOwnOnceItIsThereAgain() throws Exception {
    aMonthPasses(MONTH);
    Messenger phone = open("bob", NOW, bobsEar);
    phone.createGroup("diary", List.of());
    Conversation diary = Chats.group(phone, "diary").orElseThrow();
    diary.send("on my own");
    await()
        .atMost(PATIENCE)
        .until(() -> diary.messages().getLast().status(), status -> status == Status.SENT);

    Messenger tablet = open("tablet", NOW, NOBODY);

    await("the tablet reads what is written once it is there")
        .atMost(PATIENCE.multipliedBy(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          diary.send("with my tablet");
          return isInAGroup(tablet, "with my tablet");
        });
    assertThat(diary.messages()).extracting(Message::status).doesNotContain(Status.FAILED);
  }

  /** The server lists both, but their pre-keys are too old for anybody to give them a key. */
  @Test
  void holdsBackWhatNobodyElseOfAGroupCouldOpen() throws Exception {
    aMonthPasses(LONGER);

    var _ = awaitHeldBack(started(signUp("carol", NOW, carolsEar)));

    awaitInAGroup(open("bob", NOW, bobsEar), HELD_BACK);
    carolsEar.awaits(Kind.REFUSED, KEY_NOT_THERE);
    assertThat(carolsEar.count(KEY_NOT_THERE)).isEqualTo(1);
  }

  private Conversation awaitHeldBack(Messenger carol) {
    carol.createGroup("breakfast", List.of("bob"));
    Conversation group = Chats.group(carol, "breakfast").orElseThrow();
    group.send(HELD_BACK);
    carolsEar.awaits(Kind.REFUSED, "Nobody else in the group can be given the key");
    assertThat(group.messages()).extracting(Message::status).containsExactly(Status.WAITING);
    return group;
  }

  /** What waits is tried again after a time that doubles, up to a minute. */
  private static void awaitInAGroup(Messenger reader, String text) {
    await(reader.name() + " reads " + text)
        .atMost(PATIENCE.multipliedBy(4))
        .until(() -> isInAGroup(reader, text));
  }

  private static boolean isInAGroup(Messenger reader, String text) {
    return Chats.group(reader).filter(shown -> Chats.texts(shown).contains(text)).isPresent();
  }

  private void aMonthPasses(String retention) throws Exception {
    for (Messenger messenger : all) {
      await().atMost(PATIENCE).until(messenger::isAllSent);
      messenger.close();
    }
    all.clear();
    server.close();
    server = server(retention, NOW);
  }

  private RunningServer server(String retention, Clock clock) throws Exception {
    Map<String, String> settings = Map.of("RETENTION", retention, "REFRESH_TOKEN_TTL", "90d");
    return new RunningServer(folder.resolve("data"), settings, clock);
  }

  private static void awaitTalk(Messenger carol, Messenger phone) {
    carol.conversationWith("bob").send("to your phone");
    awaitTexts(phone, "carol", "to your phone");
    phone.conversationWith("carol").send("from my phone");
    awaitTexts(carol, "bob", "to your phone", "from my phone");
  }

  /** Says it until it arrives: a message that was under way when the device came back did not. */
  private static void awaitArrival(
      Messenger author, String to, Messenger reader, String from, String text) {
    await(reader.name() + " reads " + text)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          author.conversationWith(to).send(text);
          return Chats.texts(reader, from).contains(text);
        });
  }

  /** Until the phone is addressed again, some seconds after its return, a message may wait. */
  private static void assertNothingRefused(Messenger messenger, Ear ear) {
    assertThat(ear.told(Kind.REFUSED)).allMatch(told -> told.endsWith("waits for them."));
    assertThat(messenger.conversations())
        .flatExtracting(Conversation::messages)
        .extracting(Message::status)
        .isNotEmpty()
        .doesNotContain(Status.FAILED);
  }

  private Messenger signUp(String name, Clock clock, MessengerListener listener) {
    return Messenger.signUp(settings(name, clock), name, Profiles.PASSWORD, listener);
  }

  private Messenger open(String profile, Clock clock, MessengerListener listener) {
    return started(Messenger.open(settings(profile, clock), listener));
  }

  private Messenger started(Messenger messenger) {
    messenger.start();
    all.add(messenger);
    return messenger;
  }

  private MessengerSettings settings(String profile, Clock clock) {
    return Profiles.settings(server.url(), folder.resolve(profile), clock);
  }

  private static void awaitTexts(Messenger messenger, String peer, String... texts) {
    await(messenger.name() + " reads " + List.of(texts))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(messenger, peer)).containsExactly(texts));
  }
}
