package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.Notice.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of a group renew their account keys: everybody goes on, and so does the group. */
class RenewedKeyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TITLE = "breakfast";

  @TempDir Path folder;
  private final Map<String, Ear> ears = new LinkedHashMap<>();
  private final Map<String, Messenger> people = new LinkedHashMap<>();
  private RunningServer server;
  private Messenger alice;
  private Messenger bob;
  private Messenger carol;
  private Group group;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = signUp("alice");
    bob = signUp("bob");
    carol = signUp("carol");
    group = alice.createGroup(TITLE, List.of("bob", "carol"));
    everybodySays("hello", alice, bob, carol);
  }

  @AfterEach
  void stop() {
    people.values().forEach(Messenger::close);
    server.close();
  }

  @Test
  void aMemberWhoRenewedWritesReadsAndLeaves() {
    bob.account().renewKey();
    everybodySays("under the new key", bob, alice, carol);
    Messenger dora = signUp("dora");
    group.add("dora");
    everybodySays("welcome", alice, dora, bob, carol);

    bob.group(conversation(bob)).leave();

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (Messenger member : List.of(alice, carol, dora)) {
            assertThat(names(member)).containsExactly("alice", "carol", "dora");
          }
        });
    everybodySays("without bob", alice, carol, dora);
    Messenger emil = signUp("emil");
    group.add("emil");
    everybodySays("and emil", emil, alice, carol, dora);
    nobodyWasWarned();
  }

  @Test
  void bothSeeTheSameSafetyNumberSoonAfterwards() {
    String before = alice.safetyNumber("bob");

    bob.account().renewKey();

    await()
        .atMost(PATIENCE)
        .until(() -> alice.safetyNumber("bob"), bob.safetyNumber("alice")::equals);
    assertThat(alice.safetyNumber("bob")).isNotEqualTo(before);
    nobodyWasWarned();
  }

  @Test
  void anAdminWhoRenewedChangesTheGroupForThoseWhoWereAway() throws Exception {
    carol.close();
    alice.account().renewKey();
    alice.account().renewKey();
    bob.account().renewKey();
    Messenger dora = signUp("dora");
    group.add("dora");
    everybodySays("carol is away", alice, bob, dora);
    group.promote("bob");
    await().atMost(PATIENCE).until(() -> isAdmin(bob));
    bob.group(conversation(bob)).remove("alice");
    await().atMost(PATIENCE).until(() -> names(dora), List.of("bob", "carol", "dora")::equals);
    carol = reopen("carol");

    everybodySays("carol is back", dora, bob, carol);
    assertThat(names(carol)).containsExactly("bob", "carol", "dora");
    assertThat(Chats.texts(conversation(carol))).contains("alice: carol is away");
    nobodyWasWarned();
  }

  private void nobodyWasWarned() {
    assertThat(ears).allSatisfy((name, ear) -> assertThat(ear.count(Kind.ALARM)).isZero());
    assertThat(ears).allSatisfy((name, ear) -> assertThat(ear.count(Kind.REFUSED)).isZero());
  }

  private void everybodySays(String text, Messenger... members) {
    List<Messenger> all = List.of(members);
    List<String> said = new ArrayList<>();
    for (Messenger member : all) {
      await().atMost(PATIENCE).until(() -> Chats.group(member, TITLE).isPresent());
      conversation(member).send(member.name() + ": " + text);
      said.add(member.name() + ": " + text);
    }
    for (Messenger member : all) {
      await(member.name() + " reads " + said)
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(Chats.texts(conversation(member))).as(ears.toString()).containsAll(said));
    }
  }

  private Messenger signUp(String name) {
    Ear ear = ears.computeIfAbsent(name, _ -> new Ear());
    return started(Profiles.signUp(server.url(), folder.resolve(name), name, ear));
  }

  private Messenger reopen(String name) throws Exception {
    Ear ear = ears.computeIfAbsent(name, _ -> new Ear());
    return started(Messenger.open(Profiles.settings(server.url(), folder.resolve(name)), ear));
  }

  private Messenger started(Messenger messenger) {
    messenger.start();
    people.put(messenger.name(), messenger);
    return messenger;
  }

  private static Conversation conversation(Messenger messenger) {
    return Chats.group(messenger, TITLE).orElseThrow();
  }

  private static List<String> names(Messenger messenger) {
    return messenger.group(conversation(messenger)).members().stream()
        .map(Group.Member::name)
        .sorted()
        .toList();
  }

  private static boolean isAdmin(Messenger messenger) {
    return messenger.group(conversation(messenger)).members().stream()
        .anyMatch(each -> each.self() && each.admin());
  }
}
