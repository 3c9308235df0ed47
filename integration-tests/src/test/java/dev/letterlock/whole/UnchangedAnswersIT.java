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
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The answers of a server that Alice refuses, lists, bundles and group states, leave what she keeps
 * of keys and of trust as it was.
 */
class UnchangedAnswersIT extends HostileCase {

  @Test
  void keepsItsPinsWhenAListIsRefused() throws Exception {
    sends("hello");
    String first = answerOf(UnchangedAnswersIT::isList, () -> alice.devices("bob"));
    try (Messenger _ = Profiles.join(server.url(), folder.resolve("laptop"), bob, NOBODY);
        Messenger carol = Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      alice.conversationWith(carol.name());
      String hers = answerOf(UnchangedAnswersIT::isList, () -> alice.devices("carol"));
      refusesLists(lists(hers), 1);
      assertThat(alice.devices("bob")).hasSize(2);

      refusesLists(Map.of("an older list", _ -> first), 2);
    }
  }

  private void refusesLists(Map<String, UnaryOperator<String>> changes, int devices)
      throws IOException {
    Map<RecordKey, Octets> before = settled(this::kept);
    for (Map.Entry<String, UnaryOperator<String>> change : changes.entrySet()) {
      int alarms = ear.count(Kind.ALARM);
      change(UnchangedAnswersIT::isList, change.getValue());
      if (devices == 1) {
        assertThatThrownBy(() -> alice.devices("bob"))
            .as(change.getKey())
            .isInstanceOf(MessengerException.class);
      } else {
        assertThat(alice.devices("bob")).hasSize(devices);
        await().atMost(PATIENCE).until(() -> ear.count(Kind.ALARM) > alarms);
      }
      assertThat(kept()).as(change.getKey()).isEqualTo(before);
    }
    meddler.behave();
  }

  private static Map<String, UnaryOperator<String>> lists(String ofCarol) {
    Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
    changes.put("signature", body -> withOther(body, "list", 200));
    changes.put("entry", body -> withOther(body, "list", 120));
    changes.put("end", body -> cut(body, "list"));
    changes.put("list, no base64", body -> body.replace("\"list\":\"", "\"list\":\"!"));
    changes.put("list, of Carol", _ -> ofCarol);
    changes.put("rollover, of four bytes", body -> with(body, "\"rollover\":\"AAAAAA\""));
    changes.put("body, null", _ -> "null");
    changes.put("body, cut off", body -> body.substring(0, body.length() / 2));
    return changes;
  }

  @Test
  void keepsNothingOfABundleThatIsRefused() throws Exception {
    alice.conversationWith("bob");
    Map<RecordKey, Octets> before = settled(this::kept);
    Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
    changes.put("certificate", body -> withOther(body, "certificate", 40));
    changes.put("signed pre-key", body -> withOther(body, "signed", 20));
    changes.put("end of the signed pre-key", body -> cut(body, "signed"));
    changes.put("KEM key", body -> withOther(body, "kem", 200));
    changes.put("no KEM key", body -> body.replaceAll(",?\"kem\":\"[^\"]*\"", ""));
    int failed = 0;
    for (Map.Entry<String, UnaryOperator<String>> change : changes.entrySet()) {
      change(UnchangedAnswersIT::isClaim, change.getValue());
      alice.conversationWith("bob").send("not with another " + change.getKey());
      failed++;
      int expected = failed;
      await(change.getKey())
          .atMost(PATIENCE)
          .until(() -> statuses().stream().filter(Status.FAILED::equals).count() == expected);

      assertThat(kept()).as(change.getKey()).isEqualTo(before);
    }
    meddler.behave();
    sends("with the true ones");
    assertThat(kept()).isNotEqualTo(before);
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

  private static Group supper(Messenger member) {
    return member.group(Chats.group(member, "supper").orElseThrow());
  }

  private String answerOf(Predicate<String> path, Runnable question) {
    AtomicReference<String> answer = new AtomicReference<>("");
    meddler.answer((asked, body) -> {
      if (path.test(asked)) {
        answer.set(body);
      }
      return body;
    });
    question.run();
    meddler.behave();
    assertThat(answer.get()).isNotEmpty();
    return Objects.requireNonNull(answer.get());
  }

  private void change(Predicate<String> path, UnaryOperator<String> change) {
    meddler.answer((asked, body) -> path.test(asked) ? change.apply(body) : body);
  }

  private static boolean isList(String path) {
    return path.endsWith("/list") || path.contains("/list?");
  }

  private static boolean isClaim(String path) {
    return path.endsWith("/claim");
  }

  private static boolean isOfAGroup(String path) {
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
}
