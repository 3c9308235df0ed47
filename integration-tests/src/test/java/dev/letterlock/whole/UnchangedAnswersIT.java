package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The answers of a server that Alice refuses, lists, bundles and group states, leave what she keeps
 * of keys and of trust as it was.
 */
class UnchangedAnswersIT extends HostileCase {
  private static final String OF_ANOTHER =
      "The server handed out keys of another device than the one asked for.";

  /** An answer that is changed, and what Alice says of it. */
  private record Lie(String name, UnaryOperator<String> change, String words) {}

  @Test
  void keepsItsPinsWhenAListIsRefused() throws Exception {
    sends("hello");
    String first = answerOf(listOf("bob"), () -> alice.devices("bob"));
    TwoFaced twoFaced = new TwoFaced(folder.resolve("bob"));
    alarms(
        1,
        new Lie(
            "another list of the version",
            twoFaced::withOtherListOfTheVersion,
            "bob: The server shows different people different lists of this person's devices."
                + " Nothing was changed here."),
        new Lie(
            "a list behind another",
            twoFaced::withListBehindAnother,
            "bob: The list of this person's devices does not continue the one seen before."
                + " Nothing was changed here."));
    try (Messenger _ = Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY);
        Messenger carol = Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      alice.conversationWith(carol.name());
      String hers = answerOf(listOf("carol"), () -> alice.devices("carol"));
      refusesLists(lists(hers));
      assertThat(alice.devices("bob")).hasSize(2);

      alarms(
          2,
          new Lie(
              "an older list",
              _ -> first,
              "bob: The server went back to an older list of this person's devices."
                  + " Nothing was changed here."));
    }
  }

  private void refusesLists(List<Lie> lies) throws IOException {
    Map<RecordKey, Octets> before = settled(this::kept);
    for (Lie lie : lies) {
      change(listOf("bob"), lie.change());

      assertThatThrownBy(() -> alice.devices("bob"))
          .as(lie.name())
          .isInstanceOf(MessengerException.class)
          .hasMessageContaining(lie.words());

      assertThat(kept()).as(lie.name()).isEqualTo(before);
    }
    meddler.behave();
  }

  private void alarms(int devices, Lie... lies) throws IOException {
    Map<RecordKey, Octets> before = settled(this::kept);
    for (Lie lie : lies) {
      change(listOf("bob"), lie.change());

      assertThat(alice.devices("bob")).as(lie.name()).hasSize(devices);

      ear.awaits(Kind.ALARM, lie.words());
      assertThat(kept()).as(lie.name()).isEqualTo(before);
    }
    meddler.behave();
  }

  private static List<Lie> lists(String ofCarol) {
    String unsigned = "The server showed keys of bob that nobody rightly signed.";
    String noServer = "is no Letterlock server";
    return List.of(
        new Lie("signature", body -> withOther(body, "list", 200), unsigned),
        new Lie("entry", body -> withOther(body, "list", 120), unsigned),
        new Lie(
            "end",
            body -> cut(body, "list"),
            "The server showed keys of bob that are not well made."),
        new Lie(
            "list, no base64",
            body -> body.replace("\"list\":\"", "\"list\":\"!"),
            "The server showed keys of bob that are no keys."),
        new Lie(
            "list, of Carol",
            _ -> ofCarol,
            "The server showed somebody else's keys as those of bob."),
        new Lie(
            "rollover, of four bytes",
            body -> with(body, "\"rollover\":\"AAAAAA\""),
            "The server showed keys of bob that are not well made."),
        new Lie("body, null", _ -> "null", noServer),
        new Lie("body, cut off", body -> body.substring(0, body.length() / 2), noServer));
  }

  /** What Bob writes is read, and says that he sees more than the server shows. */
  @Test
  void keepsItsPinsWhenADeviceIsHidden() throws Exception {
    sends("hello");
    String first = answerOf(listOf("bob"), () -> alice.devices("bob"));
    try (Messenger _ = Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY)) {
      Map<RecordKey, Octets> before = settled(this::pins);
      change(listOf("bob"), _ -> first);
      says("I have two devices");

      ear.awaits(Kind.ALARM, "bob has seen something newer that the server keeps back from you");
      await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").size() == 2);
      assertThat(settled(this::pins)).isEqualTo(before);
      assertThat(alice.devices("bob")).hasSize(1);
      meddler.behave();
      assertThat(alice.devices("bob")).hasSize(2);
      assertThat(pins()).isNotEqualTo(before);
    }
  }

  @Test
  void keepsNothingOfABundleThatIsRefused() throws Exception {
    alice.conversationWith("bob");
    String unsigned = "Nothing was sent to bob: The server showed keys of bob that nobody rightly";
    refusesBundles(
        new Lie("certificate", body -> withOther(body, "certificate", 40), OF_ANOTHER),
        new Lie("signed pre-key", body -> withOther(body, "signed", 20), unsigned),
        new Lie(
            "end of the signed pre-key",
            body -> cut(body, "signed"),
            "Nothing was sent to bob: The server showed keys of bob that are not well made."),
        new Lie("KEM key", body -> withOther(body, "kem", 200), unsigned),
        new Lie(
            "no KEM key",
            body -> body.replaceAll(",?\"kem\":\"[^\"]*\"", ""),
            "The server left out the key that protects against quantum computers."));
  }

  @Test
  void keepsNothingOfABundleOfAnotherOrOfLongAgo() throws Exception {
    String hers = bundleOfCarol();
    alice.conversationWith("bob");
    TwoFaced twoFaced = new TwoFaced(folder.resolve("bob"));
    String replaced = "The server handed out a key that its owner has long replaced.";
    refusesBundles(
        new Lie("user's keys", _ -> hers, OF_ANOTHER),
        new Lie("signed pre-key, of long ago", twoFaced::withOldSignedPreKey, replaced),
        new Lie("KEM key, of long ago", twoFaced::withOldKemKey, replaced));
  }

  private void refusesBundles(Lie... lies) throws IOException {
    Map<RecordKey, Octets> before = settled(this::kept);
    for (Lie lie : lies) {
      int told = ear.count(lie.words());
      int failed = failed();
      change(UnchangedAnswersIT::isClaim, lie.change());
      alice.conversationWith("bob").send("not with another " + lie.name());
      await(lie.name())
          .atMost(PATIENCE)
          .until(() -> failed() > failed && ear.count(lie.words()) > told);

      assertThat(kept()).as(lie.name()).isEqualTo(before);
    }
    meddler.behave();
    sends("with the true ones");
    assertThat(kept()).isNotEqualTo(before);
  }

  private int failed() {
    return (int) statuses().stream().filter(Status.FAILED::equals).count();
  }

  private String bundleOfCarol() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      return answerOf(
          UnchangedAnswersIT::isClaim,
          () -> {
            alice.conversationWith(carol.name()).send("hello");
            await().atMost(PATIENCE).until(alice::isAllSent);
          });
    }
  }

  @Test
  void keepsItsViewOfAGroupWhenAStateIsRefused() throws Exception {
    for (String name : List.of("carol", "dave")) {
      Profiles.signUp(server.url(), folder.resolve(name), name, NOBODY).close();
      alice.conversationWith(name);
    }
    alice.createGroup("supper", List.of("bob"));
    supper(alice).promote("bob");
    await().atMost(PATIENCE).until(() -> Chats.group(bob, "supper").isPresent());
    Map<RecordKey, Octets> before = settled(this::kept);
    alice.close();
    supper(bob).add("carol");
    alice = Messenger.open(Profiles.settings(meddler.url(), folder.resolve("alice")), ear);
    Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
    changes.put("signature", body -> withOther(body, "state", 300));
    changes.put("member", body -> withOther(body, "state", 100));
    changes.put("end", body -> cut(body, "state"));
    changes.put("body, null", _ -> "null");
    for (Map.Entry<String, UnaryOperator<String>> change : changes.entrySet()) {
      change(UnchangedAnswersIT::isOfAGroup, change.getValue());
      assertThatThrownBy(() -> supper(alice).add("dave"))
          .as(change.getKey())
          .isInstanceOf(MessengerException.class);

      assertThat(kept()).as(change.getKey()).isEqualTo(before);
    }
    meddler.behave();
    supper(alice).add("dave");
    assertThat(kept()).isNotEqualTo(before);
    assertThat(supper(alice).members())
        .extracting(Group.Member::name)
        .containsExactlyInAnyOrder("alice", "bob", "carol", "dave");
  }

  @Test
  void keepsItsViewOfAGroupThatIsRolledBack() throws Exception {
    alice.createGroup("supper", List.of("bob"));
    supper(alice).promote("bob");
    await().atMost(PATIENCE).until(() -> Chats.group(bob, "supper").isPresent());
    Map<RecordKey, Octets> before = settled(this::kept);
    change(UnchangedAnswersIT::isOfAGroup, _ -> "{\"epoch\":1,\"states\":[]}");

    assertThatThrownBy(() -> supper(alice).add("bob")).hasMessage("bob is in the group already.");

    ear.awaits(Kind.ALARM, "went back to an older membership");
    assertThat(kept()).isEqualTo(before);
    assertThat(supper(alice).members()).allMatch(Group.Member::admin);
    meddler.behave();
    Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY).close();
    supper(alice).add("carol");
    assertThat(kept()).isNotEqualTo(before);
  }

  private static Group supper(Messenger member) {
    return member.group(Chats.group(member, "supper").orElseThrow());
  }

  private String answerOf(BiPredicate<String, String> wanted, Runnable question) {
    AtomicReference<String> answer = new AtomicReference<>("");
    meddler.answer((path, body) -> {
      if (wanted.test(path, body)) {
        answer.set(body);
      }
      return body;
    });
    question.run();
    meddler.behave();
    assertThat(answer.get()).isNotEmpty();
    return Objects.requireNonNull(answer.get());
  }

  private void change(BiPredicate<String, String> wanted, UnaryOperator<String> change) {
    meddler.answer((path, body) -> wanted.test(path, body) ? change.apply(body) : body);
  }

  /** Not the list of anybody else, Alice herself say, which she may ask for at any time. */
  private static BiPredicate<String, String> listOf(String name) {
    return (_, body) -> ListAnswer.isOf(name, body);
  }

  private static boolean isClaim(String path, String body) {
    return path.endsWith("/claim");
  }

  private static boolean isOfAGroup(String path, String body) {
    return path.startsWith("/v1/groups/");
  }

  private static String withOther(String body, String field, int at) {
    int begin = body.lastIndexOf("\"" + field + "\":\"") + field.length() + 4 + at;
    char other = body.charAt(begin) == 'A' ? 'B' : 'A';
    return body.substring(0, begin) + other + body.substring(begin + 1);
  }

  private static String cut(String body, String field) {
    return body.replaceFirst("(\"" + field + "\":\"[^\"]*)[^\"]{8}\"", "$1\"");
  }

  private static String with(String body, String field) {
    return body.replaceFirst("\\{", "{" + field + ",");
  }

  private Map<RecordKey, Octets> kept() throws IOException {
    return VaultContents.ofKeysAndTrust(folder.resolve("alice"));
  }

  private Map<RecordKey, Octets> pins() throws IOException {
    Map<RecordKey, Octets> pins = new HashMap<>(kept());
    pins.keySet().removeIf(key -> key.shelf() != Shelf.PIN);
    return pins;
  }
}
