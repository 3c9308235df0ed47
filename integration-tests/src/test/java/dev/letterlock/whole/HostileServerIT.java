package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Notice.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever the server shows, the client refuses what breaks a rule, says why, and goes on. */
class HostileServerIT extends HostileCase {
  private static final int DELIVER = 0x44;
  private static final Pattern FIRST_LIST = Pattern.compile("\"list\":\"([^\"]*)\"");

  private static final String TOO_MANY =
      """
      HTTP/1.1 429 Too Many Requests\r
      Content-Type: application/problem+json\r
      Content-Length: 23\r
      Retry-After: 1\r
      Connection: close\r
      \r
      {"code":"rate_limited"}\
      """;

  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

  @Test
  void refusesToGoBackToAnOlderList() throws Exception {
    AtomicReference<String> first = new AtomicReference<>("");
    meddler.answer((path, body) -> {
      first.compareAndSet("", isCurrent("bob", path, body) ? body : "");
      return body;
    });
    assertThat(alice.devices("bob")).hasSize(1);
    try (Messenger _ = Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY)) {
      assertThat(alice.devices("bob")).hasSize(2);

      meddler.answer((path, body) -> isCurrent("bob", path, body) ? first.get() : body);

      assertThat(alice.devices("bob")).hasSize(2);
      ear.awaits(Kind.ALARM, "went back to an older list");
    }
    meddler.behave();
    sends("still here");
  }

  @Test
  void noticesThatADeviceIsHidden() {
    sends("hello");
    AtomicReference<String> path = new AtomicReference<>("");
    AtomicReference<String> first = new AtomicReference<>("");
    meddler.answer((asked, body) -> {
      if (isCurrent("bob", asked, body) && path.compareAndSet("", asked)) {
        first.set(body);
      }
      return body;
    });
    assertThat(alice.devices("bob")).hasSize(1);
    meddler.answer((asked, body) -> asked.equals(path.get()) ? first.get() : body);
    try (Messenger _ = Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY)) {
      says("I have two devices");

      ear.awaits(Kind.ALARM, "bob has seen something newer that the server keeps back from you");
    }
  }

  @Test
  void comparesWhatAnAuthorSawOnceTheServerShowsItAgain() {
    sends("hello");
    meddler.request((request, body) -> request.endsWith("/list") ? UNAVAILABLE : null);
    try (Messenger _ = Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY)) {
      says("I have two devices");
      ear.awaits(Kind.REMARK, "bob has seen something newer that the server does not show you");
      assertThat(ear.count(Kind.DEVICES_CHANGED)).isZero();

      meddler.behave();
      Accidents.breakConnection(alice);

      ear.awaits(Kind.DEVICES_CHANGED, "bob changed devices: 1 added");
    }
  }

  @Test
  void refusesADeviceThatNobodySigned() {
    assertThat(alice.devices("bob")).hasSize(1);
    meddler.answer((path, body) -> isCurrent("bob", path, body) ? withChangedList(body) : body);

    assertThatThrownBy(() -> alice.devices("bob"))
        .isInstanceOf(MessengerException.class)
        .hasMessageContaining("nobody rightly signed");

    meddler.behave();
    sends("still here");
  }

  @Test
  void refusesSomebodyElsesKeys() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      assertThat(alice.devices("bob")).hasSize(1);
      AtomicReference<String> hers = new AtomicReference<>("");
      meddler.answer((path, body) -> {
        hers.set(isCurrent(carol.name(), path, body) ? body : hers.get());
        return body;
      });
      assertThat(alice.devices(carol.name())).hasSize(1);
      meddler.answer((path, body) -> isCurrent("bob", path, body) ? hers.get() : body);

      assertThatThrownBy(() -> alice.devices("bob"))
          .isInstanceOf(MessengerException.class)
          .hasMessageContaining("somebody else's keys");
    }
    meddler.behave();
    sends("still here");
  }

  @Test
  void sealsNothingToAnImpostorOfTheOwnAccount() {
    sends("hello");
    AtomicBoolean claimed = new AtomicBoolean();
    Impostor impostor = new Impostor(People.E1_SUITE);
    meddler.answer((path, body) -> {
      claimed.compareAndSet(false, path.endsWith("/claim"));
      return ListAnswer.isOf("alice", body) ? impostor.instead(body) : body;
    });
    String number = alice.safetyNumber("bob");

    assertThat(alice.devices("alice")).hasSize(1).allMatch(device -> device.thisOne());

    ear.awaits(Kind.ALARM, "your own account under an identity key that is not yours");
    assertThat(alice.safetyNumber("bob")).isEqualTo(number);
    sends("for bob only");
    assertThat(claimed).isFalse();
  }

  @Test
  void letsNobodyWaitButThoseWhoseKeysAreNotGiven() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      carol.start();
      AtomicReference<String> ofBob = new AtomicReference<>("");
      meddler.request((request, body) -> {
        boolean claim = request.endsWith("/claim");
        boolean first = claim && ofBob.compareAndSet("", request);
        return first || request.equals(ofBob.get()) ? TOO_MANY : null;
      });
      alice.conversationWith("bob").send("one");
      ear.awaits(
          Kind.REFUSED, "too much in too short a time; try again in 1 second. A message waits");
      alice.conversationWith("bob").send("two");
      alice.conversationWith("carol").send("hello");

      await().atMost(PATIENCE).until(() -> Chats.texts(carol, "alice"), List.of("hello")::equals);
      assertThat(Chats.texts(bob, "alice")).isEmpty();
      assertThat(statuses()).containsOnly(Status.WAITING);
      meddler.behave();

      await()
          .atMost(PATIENCE)
          .until(() -> Chats.texts(bob, "alice"), List.of("one", "two")::equals);
    }
  }

  @Test
  void missesNothingOfWhatCouldNotBeSent() {
    meddler.answer((path, body) ->
        path.endsWith("/claim") ? body.replaceAll("\"signed\":\"", "\"signed\":\"%%") : body);
    alice.conversationWith("bob").send("lost");
    await().atMost(PATIENCE).until(() -> statuses(), List.of(Status.FAILED)::equals);
    meddler.behave();

    sends("found");
    sends("and another");

    assertThat(bobsEar.heard("earlier message")).isFalse();
  }

  @Test
  void refusesABundleWithoutItsKemKey() {
    meddler.answer((path, body) ->
        path.endsWith("/claim") ? body.replaceAll(",\"kem\":\"[^\"]*\"", "") : body);

    alice.conversationWith("bob").send("not like this");

    ear.awaits(Kind.REFUSED, "quantum computers");
    assertThat(alice.conversationWith("bob").messages())
        .extracting(Message::status)
        .containsExactly(Status.FAILED);
    meddler.behave();
    sends("but like this");
  }

  @Test
  void saysWhenCertificatesAreKeptBack() {
    meddler.answer((path, body) ->
        path.contains("/users/")
            ? body.replaceAll("\"certificates\":\\[[^]]*]", "\"certificates\":[]")
            : body);

    alice.conversationWith("bob").send("not like this");

    ear.awaits(Kind.REFUSED, "keeps back the keys");
    meddler.behave();
    sends("but like this");
  }

  @Test
  void asksOnceMoreForWhatWasTamperedWith() {
    sends("before");
    AtomicBoolean once = new AtomicBoolean();
    meddler.frame(frame -> {
      if (Byte.toUnsignedInt(frame[0]) == DELIVER && once.compareAndSet(false, true)) {
        frame[frame.length - 1] ^= 1;
      }
      return frame;
    });

    says("precious");

    ear.awaits(Kind.REFUSED, "changed on its way");
    await()
        .atMost(PATIENCE)
        .until(() -> Chats.texts(alice, "bob"), List.of("before", "precious")::equals);
  }

  @Test
  void signsUpAgainWhenTheAnswerGotLost() {
    meddler.answer((path, body) -> path.endsWith("/register") ? "" : body);
    MessengerSettings settings = Profiles.settings(meddler.url(), folder.resolve("dave"));
    assertThatThrownBy(() -> Messenger.signUp(settings, "dave", Profiles.PASSWORD, NOBODY))
        .isInstanceOf(MessengerException.class);
    meddler.behave();

    try (Messenger dave = Messenger.signUp(settings, "dave", Profiles.PASSWORD, NOBODY)) {
      assertThat(dave.name()).isEqualTo("dave");
    }
  }

  @Test
  void finishesASignUpThatTheServerCutOff() {
    meddler.request((request, _) -> request.startsWith("POST /v1/devices") ? UNAVAILABLE : null);
    MessengerSettings settings = Profiles.settings(meddler.url(), folder.resolve("carol"));
    assertThatThrownBy(() -> Messenger.signUp(settings, "carol", Profiles.PASSWORD, NOBODY))
        .isInstanceOf(MessengerException.class);
    assertThatThrownBy(() -> Messenger.open(settings, NOBODY))
        .hasMessage("Signing up was not finished: sign up again, with the same name and password.");
    meddler.behave();

    Messenger.signInAgain(settings, Profiles.PASSWORD);

    try (Messenger carol = Messenger.open(settings, NOBODY)) {
      carol.start();
      carol.conversationWith("bob").send("here I am");
      await().atMost(PATIENCE).until(() -> Chats.texts(bob, "carol").contains("here I am"));
    }
  }

  private static boolean isCurrent(String name, String path, String body) {
    return ListAnswer.isOf(name, body) && !path.contains("version=");
  }

  /** One byte of the signed list is another. */
  private static String withChangedList(String body) {
    return FIRST_LIST
        .matcher(body)
        .replaceFirst(found -> {
          String list = found.group(1);
          char other = list.charAt(150) == 'A' ? 'B' : 'A';
          return "\"list\":\"" + list.substring(0, 150) + other + list.substring(151) + "\"";
        });
  }
}
