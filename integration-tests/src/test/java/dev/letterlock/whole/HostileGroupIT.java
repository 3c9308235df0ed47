package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.crypto.e2ee.group.StateEvidence;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that lies about a group: both clients of the test reach it through a meddler. */
class HostileGroupIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]*)\"");
  private static final String TITLE = "breakfast";
  private static final int EPOCH = 17;
  private static final int NUMBER = 25;
  private static final int COMMITMENT = 54;
  private static final String TAKEN =
      "{\"title\":\"taken\",\"status\":409,\"code\":\"group_conflict\",\"detail\":\"-\"}";
  private static final String CONFLICT =
      """
      HTTP/1.1 409 Conflict\r
      Content-Type: application/problem+json\r
      Content-Length: %d\r
      Connection: close\r
      \r
      %s\
      """
          .formatted(TAKEN.length(), TAKEN);

  @TempDir Path folder;
  private final Ear ofAlice = new Ear();
  private final Ear ofBob = new Ear();
  private RunningServer server;
  private Meddler beforeAlice;
  private Meddler beforeBob;
  private Messenger alice;
  private Messenger bob;
  private Messenger carol;
  private Group group;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    beforeAlice = new Meddler(server.url());
    beforeBob = new Meddler(server.url());
    alice = Profiles.signUp(beforeAlice.url(), folder.resolve("alice"), "alice", ofAlice);
    bob = Profiles.signUp(beforeBob.url(), folder.resolve("bob"), "bob", ofBob);
    carol = Profiles.signUp(server.url(), folder.resolve("carol"), "carol", new Ear());
    List.of(alice, bob, carol).forEach(Messenger::start);
    group = alice.createGroup(TITLE, List.of("bob"));
    group.conversation().send("first");
    awaitLast(bob, "first");
  }

  @AfterEach
  void stop() throws Exception {
    List.of(alice, bob, carol).forEach(Messenger::close);
    beforeAlice.close();
    beforeBob.close();
    server.close();
  }

  @Test
  void refusesToGoBackToAnOlderMembership() {
    group.add("carol");
    beforeAlice.answer((path, body) -> isChain(body) ? "{\"epoch\":1,\"states\":[]}" : body);

    group.remove("carol");

    ofAlice.awaits(Kind.ALARM, "went back to an older membership");
    beforeAlice.behave();
    goesOn();
    assertThat(names(group)).containsExactly("alice", "bob");
  }

  @Test
  void refusesAStateThatNobodyRightlySigned() {
    beforeBob.answer((path, body) -> isChain(body) ? withOtherSignature(body) : body);

    group.add("carol");

    ofBob.awaits(Kind.REFUSED, "signed by a device that nobody vouches for");
    assertThat(names(ofBob())).containsExactly("alice", "bob");
    beforeBob.behave();
    goesOn();
    assertThat(names(ofBob())).containsExactly("alice", "bob", "carol");
  }

  @Test
  void believesAMemberWhenTheServerKeepsBackAState() {
    beforeBob.answer((path, body) -> isChain(body) ? "{\"epoch\":1,\"states\":[]}" : body);

    group.add("carol");

    ofBob.awaits(Kind.ALARM, "keeps back the newest membership");
    assertThat(names(ofBob())).containsExactly("alice", "bob", "carol");
    beforeBob.behave();
    goesOn();
  }

  /** As after a crash: what it put in force is told when the person tries again. */
  @Test
  void finishesAChangeWhoseAnswerWasLost() {
    beforeBob.answer((path, body) -> isChain(body) ? "{\"epoch\":1,\"states\":[]}" : body);
    beforeAlice.answer(
        (path, body) -> path.startsWith("/v1/groups/") && !isChain(body) ? "lost" : body);
    assertThatThrownBy(() -> group.add("carol")).isInstanceOf(MessengerException.class);
    assertThat(Chats.group(carol, TITLE)).isEmpty();
    beforeAlice.behave();

    group.add("carol");

    await().atMost(PATIENCE).until(() -> Chats.group(carol, TITLE).isPresent());
    ofBob.awaits(Kind.ALARM, "keeps back the newest membership");
    assertThat(names(group)).containsExactly("alice", "bob", "carol");
  }

  /** The server gets two states for one epoch from an honest admin, by calling the first late. */
  @Test
  void refusesAnotherStateOfTheSameEpoch() {
    AtomicReference<String> kept = new AtomicReference<>("");
    AtomicInteger puts = new AtomicInteger();
    beforeAlice.request((request, body) -> {
      boolean put = request.startsWith("PUT /v1/groups/");
      if (!put || puts.getAndIncrement() > 0) {
        return null;
      }
      kept.set(first(body));
      return CONFLICT;
    });
    beforeBob.answer((path, body) ->
        isChain(body) ? STATE.matcher(body).replaceFirst("\"state\":\"" + kept + "\"") : body);

    group.add("carol");

    assertThat(puts.get()).isEqualTo(2);
    ofBob.awaits(Kind.ALARM, "two different memberships of the group");
    byte[] evidence = ofBob.evidence("two different memberships of the group");
    assertThat(StateEvidence.decode(evidence).contradicts(People.E1_SUITE)).isTrue();
  }

  @Test
  void refusesAStateThatIsNone() {
    beforeBob.answer((path, body) ->
        isChain(body) ? STATE.matcher(body).replaceFirst("\"state\":\"AAAA\"") : body);

    group.add("carol");

    ofBob.awaits(Kind.REFUSED, "showed a state of the group that is none");
    assertThat(names(ofBob())).containsExactly("alice", "bob");
    beforeBob.behave();
    goesOn();
  }

  /** Bob is in both, so every signature that he is shown is good. */
  @Test
  void refusesTheStatesOfAnotherGroup() {
    AtomicReference<String> ofLunch = new AtomicReference<>("");
    beforeBob.answer((path, body) -> {
      ofLunch.compareAndSet("", isChain(body) ? body : "");
      return body;
    });
    alice.createGroup("lunch", List.of("bob"));
    await().atMost(PATIENCE).until(() -> Chats.group(bob, "lunch").isPresent());
    Map<RecordKey, Octets> before = settled();
    beforeBob.answer((path, body) -> isChain(body) ? ofLunch.get() : body);

    Group supper = alice.createGroup("supper", List.of("bob"));

    ofBob.awaits(Kind.REFUSED, "The server showed another group than the one asked for.");
    assertThat(Chats.group(bob, "supper")).isEmpty();
    assertThat(settled()).isEqualTo(before);
    beforeBob.behave();
    goesOn();
    supper.conversation().send("are you there?");
    await()
        .atMost(PATIENCE)
        .until(
            bob::conversations,
            known -> known.stream().anyMatch(each -> Chats.texts(each).contains("are you there?")));
  }

  @Test
  void refusesATamperedMessageOfTheGroup() {
    changeOnce(deliver -> deliver.withSlice(DeliverBytes.tampered(deliver.slice(), 100)));
    group.conversation().send("tampered with");

    ofBob.awaits(Kind.REFUSED, "not from the member it claims to be from");
    beforeBob.behave();
    goesOn();
    ofBob.awaits(Kind.REMARK, "1 earlier message of alice has not come.");
    assertThat(textsOfBob()).containsExactly("first", "and on", "indeed");
  }

  @Test
  void changesNothingButThePlaceByWhatItRefuses() {
    List<DeliverBytes> seen = watch();
    group.conversation().send("seen");
    awaitLast(bob, "seen");
    DeliverBytes old = seen.getLast();
    Map<RecordKey, Octets> before = settled();
    Map<String, UnaryOperator<DeliverBytes>> changes = new LinkedHashMap<>();
    changes.put("version", deliver -> otherSlice(deliver, 0));
    changes.put("group", deliver -> otherSlice(deliver, 1));
    changes.put("epoch", deliver -> otherSlice(deliver, EPOCH));
    changes.put("number", deliver -> otherSlice(deliver, NUMBER));
    changes.put("commitment", deliver -> otherSlice(deliver, COMMITMENT));
    changes.put("signature", deliver -> otherSlice(deliver, deliver.slice().length - 1));
    changes.put("end", deliver -> deliver.withSlice(DeliverBytes.cutOff(deliver.slice())));
    changes.put("message", deliver -> old.under(UUID.randomUUID()).at(deliver));
    changes.put("message id", deliver -> deliver.under(UUID.randomUUID()));

    for (Map.Entry<String, UnaryOperator<DeliverBytes>> change : changes.entrySet()) {
      int told = ofBob.count(Kind.REFUSED);
      changeOnce(change.getValue());
      group.conversation().send("with another " + change.getKey());
      await(change.getKey()).atMost(PATIENCE).until(() -> ofBob.count(Kind.REFUSED) > told);

      assertThat(settled()).as("after another %s", change.getKey()).isEqualTo(before);
    }
    beforeBob.behave();
    goesOn();
    assertThat(settled()).isNotEqualTo(before);
  }

  private static DeliverBytes otherSlice(DeliverBytes deliver, int at) {
    return deliver.withSlice(DeliverBytes.tampered(deliver.slice(), at));
  }

  /** What Bob keeps, once nothing is on its way any more. */
  private Map<RecordKey, Octets> settled() {
    AtomicReference<Map<RecordKey, Octets>> last = new AtomicReference<>(Map.of());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          Map<RecordKey, Octets> now = VaultContents.ofAllButThePlace(folder.resolve("bob"));
          return bob.isAllSent() && now.equals(last.getAndSet(now));
        });
    return Objects.requireNonNull(last.get());
  }

  @Test
  void showsAMessageOfTheGroupOnce() {
    List<DeliverBytes> seen = watch();
    group.conversation().send("once");
    awaitLast(bob, "once");
    DeliverBytes old = seen.getLast();
    changeOnce(deliver -> old.under(UUID.randomUUID()).at(deliver));
    group.conversation().send("replaced by the old one");

    ofBob.awaits(Kind.REFUSED, "The message came a second time.");
    beforeBob.behave();
    goesOn();
    assertThat(textsOfBob()).containsExactly("first", "once", "and on", "indeed");
  }

  @Test
  void readsNothingOfAMemberWhoWasPutOut() {
    group.add("carol");
    await().atMost(PATIENCE).until(() -> Chats.group(carol, TITLE).isPresent());
    Conversation ofCarol = Chats.group(carol, TITLE).orElseThrow();
    ofCarol.send("hello from carol");
    awaitLast(bob, "hello from carol");
    List<DeliverBytes> hers = new ArrayList<>();
    changeOnce(deliver -> {
      hers.add(deliver);
      return deliver.withSlice(DeliverBytes.tampered(deliver.slice(), 100));
    });
    ofCarol.send("kept back by the server");
    await().atMost(PATIENCE).until(() -> hers.size() == 1);
    beforeBob.behave();
    group.remove("carol");
    await().atMost(PATIENCE).until(() -> names(ofBob()), List.of("alice", "bob")::equals);
    changeOnce(deliver -> hers.getFirst().at(deliver).acceptedWith(deliver));
    group.conversation().send("replaced by hers");

    ofBob.awaits(Kind.REFUSED, "from somebody who is not in the group");
    assertThat(textsOfBob()).containsExactly("first", "hello from carol");
    beforeBob.behave();
    goesOn();
  }

  private void changeOnce(UnaryOperator<DeliverBytes> change) {
    AtomicInteger count = new AtomicInteger();
    beforeBob.frame(frame ->
        DeliverBytes.isOfGroup(frame) && count.getAndIncrement() == 0
            ? change.apply(DeliverBytes.of(frame)).frame()
            : frame);
  }

  private List<DeliverBytes> watch() {
    List<DeliverBytes> seen = new CopyOnWriteArrayList<>();
    beforeBob.frame(frame -> {
      if (DeliverBytes.isOfGroup(frame)) {
        seen.add(DeliverBytes.of(frame));
      }
      return frame;
    });
    return seen;
  }

  private List<String> textsOfBob() {
    return Chats.texts(Chats.group(bob, TITLE).orElseThrow());
  }

  private void goesOn() {
    group.conversation().send("and on");
    awaitLast(bob, "and on");
    bob.group(Chats.group(bob, TITLE).orElseThrow()).conversation().send("indeed");
    awaitLast(alice, "indeed");
  }

  private Group ofBob() {
    return bob.group(Chats.group(bob, TITLE).orElseThrow());
  }

  private static List<String> names(Group group) {
    return group.members().stream().map(Group.Member::name).toList();
  }

  private static boolean isChain(String body) {
    return body.contains("\"states\"");
  }

  private static String first(String body) {
    Matcher state = STATE.matcher(body);
    assertThat(state.find()).isTrue();
    return state.group(1);
  }

  /** The last byte of the first state is another. */
  private static String withOtherSignature(String body) {
    Matcher state = STATE.matcher(body);
    if (!state.find()) {
      return body;
    }
    byte[] bytes = Base64.getUrlDecoder().decode(state.group(1));
    bytes[bytes.length - 40] ^= 1;
    String changed = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return body.replace(state.group(1), changed);
  }

  private static void awaitLast(Messenger messenger, String text) {
    await(messenger.name() + " reads " + text)
        .atMost(PATIENCE)
        .until(() ->
            Chats.group(messenger, TITLE)
                .map(Chats::texts)
                .filter(texts -> !texts.isEmpty() && texts.getLast().equals(text))
                .isPresent());
  }
}
