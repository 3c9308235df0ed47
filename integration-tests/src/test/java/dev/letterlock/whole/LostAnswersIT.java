package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The server does what Alice asks for, but its answers do not reach her. */
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

  /** The server takes no state that was signed more than ten minutes before. */
  @Test
  void signsAGroupAnewThatNeverReachedTheServer() {
    planGroupAnHourAgo();

    alice.start();

    await().atMost(PATIENCE).until(() -> Chats.group(alice, TITLE).isPresent());
    await().atMost(PATIENCE).until(() -> Chats.group(bob, TITLE).isPresent());
    assertThat(names(alice)).containsExactly("alice", "bob");
    assertThat(ear.count(Kind.REFUSED)).isZero();
  }

  @Test
  void makesAGroupThatNeverReachedTheServerWithTheNextCall() {
    planGroupAnHourAgo();

    Group group = alice.createGroup(TITLE, List.of("bob"));

    group.conversation().send("at one");
    alice.start();
    await()
        .atMost(PATIENCE)
        .until(() -> Chats.group(bob, TITLE).map(Chats::texts).orElse(List.of()).size() == 1);
    assertThat(alice.conversations()).filteredOn(Conversation::isGroup).hasSize(1);
    assertThat(bob.conversations()).filteredOn(Conversation::isGroup).hasSize(1);
  }

  /** He is put out before his own word reaches the server: two states of one epoch, both honest. */
  @Test
  void leavesWhilePutOutWithoutAnAlarm() {
    Group group = bob.createGroup(TITLE, List.of("alice"));
    await().atMost(PATIENCE).until(() -> Chats.group(alice, TITLE).isPresent());
    Group ofAlice = alice.group(Chats.group(alice, TITLE).orElseThrow());
    keepFromServer();
    assertThatThrownBy(ofAlice::leave).isInstanceOf(MessengerException.class);
    Accidents.crash(alice);
    meddler.behave();
    group.remove("alice");

    alice = Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice")), ear);
    alice.start();

    await().atMost(PATIENCE).until(() -> names(alice), List.of("bob")::equals);
    alice.conversationWith("bob").send("that was that");
    bob.conversationWith("alice").send("farewell");
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").size() == 2);
    await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").size() == 2);
    assertThat(ear.count(Kind.ALARM)).isZero();
    assertThat(bobsEar.count(Kind.ALARM)).isZero();
  }

  /** The server gives the device new tokens and takes the old ones away. */
  @Test
  void staysSignedInWhenNewTokensGetLost() {
    AtomicInteger refreshes = new AtomicInteger();
    meddler.answer((path, body) ->
        path.equals("/v1/refresh") && refreshes.incrementAndGet() == 1 ? "lost" : body);
    alice.close();
    Clock atExpiry = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));
    alice =
        Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice"), atExpiry), ear);

    alice.start();

    bob.conversationWith("alice").send("still there?");
    await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").size() == 1);
    assertThat(refreshes).hasValue(2);
  }

  /** Of all that the device asks for only the refresh and the Hello reach the server. */
  @Test
  void aSessionUnderNewTokensMakesTheOldOneWorthless() throws Exception {
    AtomicReference<String> refresh = new AtomicReference<>("");
    AtomicInteger frames = new AtomicInteger();
    meddler.request((request, body) -> {
      boolean refreshes = request.startsWith("POST /v1/refresh");
      refresh.compareAndSet("", refreshes ? body : "");
      return refreshes ? null : "lost";
    });
    meddler.frame(frame -> {
      frames.incrementAndGet();
      return frame;
    });
    alice.close();
    Clock atExpiry = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));
    alice =
        Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice"), atExpiry), ear);
    alice.start();
    await().atMost(PATIENCE).until(() -> frames.get() > 0);
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

    assertThat(exchange(Objects.requireNonNull(refresh.get()))).contains("token_reused");
  }

  private String exchange(String body) throws Exception {
    URI uri =
        URI.create("http://%s:%d/v1/refresh".formatted(server.url().host(), server.url().port()));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private void planGroupAnHourAgo() {
    alice.close();
    Clock before = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
    Path profile = folder.resolve("alice");
    alice = Messenger.open(Profiles.settings(meddler.url(), profile, before), ear);
    keepFromServer();
    assertThatThrownBy(() -> alice.createGroup(TITLE, List.of("bob")))
        .isInstanceOf(MessengerException.class);
    alice.close();
    meddler.behave();
    alice = Messenger.open(Profiles.settings(meddler.url(), profile), ear);
  }

  private void keepFromServer() {
    meddler.request((request, body) -> request.startsWith("PUT /v1/groups/") ? "lost" : null);
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
