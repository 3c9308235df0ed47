package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.e2ee.FixedNonces;
import dev.letterlock.crypto.e2ee.content.Arrival;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentChecks;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentRejectedException;
import dev.letterlock.crypto.e2ee.content.Expectation;
import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.safety.AccountIdentity;
import dev.letterlock.crypto.e2ee.safety.SafetyCode;
import dev.letterlock.crypto.e2ee.safety.SafetyNumber;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/vectors/e1-groups.json: what every implementation makes of the same seeds, and refuses. With
 * {@code -Dletterlock.docs.write=true} the file is written first.
 */
class GroupVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "../../docs/vectors/e1-groups.json");
  private static final JsonNode ROOT = read();

  private final VectorWorld world = new VectorWorld();
  private final GroupCipher cipher = new GroupCipher(world.e1, FixedNonces.of(world.e1, 0));

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(GroupVectors.text());
  }

  @Test
  void verifiesTheChainOfStates() {
    List<GroupState> states =
        StreamSupport.stream(ROOT.get("states").spliterator(), false)
            .map(state -> GroupState.parse(hex(state, "bytes")))
            .toList();

    GroupView view =
        GroupView.join(
            world.e1, states.stream().map(state -> new DatedState(state, 0)).toList(), world);

    assertThat(view.current()).isEqualTo(world.second);
    for (int i = 0; i < 2; i++) {
      assertThat(states.get(i).stateHash(world.e1).toByteArray())
          .isEqualTo(hex(ROOT.get("states").get(i), "stateHash"));
    }
  }

  /** Whoever was away goes on, once an admin's listed device has signed the same members anew. */
  @Test
  void believesAStateWhoseSignerLeftOnceItIsSignedAnew() {
    List<DatedState> anew =
        StreamSupport.stream(ROOT.get("signed_anew").spliterator(), false)
            .map(state -> new DatedState(GroupState.parse(hex(state, "bytes")), 0))
            .toList();

    GroupView after = view().advance(world.e1, anew, world);

    assertThat(after.current().roster()).isEqualTo(world.second.roster());
    assertThat(after.isProvable(world.e1, world)).isTrue();
    assertThat(
            new GroupView(after.states().subList(0, after.states().size() - 1))
                .isProvable(world.e1, world))
        .isFalse();
  }

  static Stream<JsonNode> evidence() {
    return StreamSupport.stream(ROOT.get("evidence").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("evidence")
  void contradictsAsItSays(JsonNode vector) {
    byte[] bytes = hex(vector, "bytes");
    if (vector.has("contradicts")) {
      StateEvidence evidence = StateEvidence.decode(bytes);
      assertThat(evidence.encode()).isEqualTo(bytes);
      assertThat(evidence.contradicts(world.e1))
          .isEqualTo(vector.get("contradicts").booleanValue());
    } else {
      assertThat(catchThrowable(() -> StateEvidence.decode(bytes)))
          .isInstanceOf(StateRejectedException.class);
    }
  }

  @Test
  void opensTheMessagesInAnyOrder() {
    JsonNode key = ROOT.get("sender_key");
    SenderChains chains =
        SenderChains.none().with(world.e1, SenderKeyDistribution.parse(hex(key, "distribution")));
    for (int i : new int[] {1, 5, 0, 3, 2, 4}) {
      JsonNode message = key.get("messages").get(i);
      GroupCipher.Opened opened = cipher.open(chains, hex(message, "message"));
      assertThat(bytes(opened.content())).isEqualTo(hex(message, "content"));
      chains = opened.chains();
    }
  }

  @Test
  void sealsTheSameBytes() {
    SenderChain at = world.chain;
    for (JsonNode message : ROOT.get("sender_key").get("messages")) {
      GroupCipher.Sealed sealed =
          new GroupCipher(world.e1, FixedNonces.of(world.e1, message.get("nonce_byte").intValue()))
              .seal(at, hex(message, "content"));
      assertThat(sealed.message().toByteArray()).isEqualTo(hex(message, "message"));
      at = sealed.chain();
    }
  }

  @Test
  void readsTheContents() {
    for (JsonNode vector : ROOT.get("contents")) {
      Content content = ContentCodec.decode(ByteBuffer.wrap(hex(vector, "bytes")));
      assertThat(content.body().type()).isEqualTo(vector.get("type").intValue());
      assertThat(content.head().place().sequence())
          .isEqualTo(Long.parseLong(vector.get("seq").textValue()));
      assertThat(ContentCodec.encode(content)).isEqualTo(hex(vector, "bytes"));
    }
  }

  @Test
  void comparesTheSafetyNumber() {
    AccountIdentity anna = identity("anna");
    AccountIdentity bert = identity("bert");

    assertThat(SafetyNumber.of(world.e1, bert, anna).digits())
        .isEqualTo(ROOT.at("/safety/digits").textValue());
    SafetyCode scanned = SafetyCode.parse(hex(ROOT.get("safety"), "code_of_anna"));
    assertThat(new SafetyCode(bert, anna).matches(scanned)).isTrue();
  }

  static Stream<JsonNode> refused() {
    return StreamSupport.stream(ROOT.get("refused").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(JsonNode vector) {
    byte[] bytes = hex(vector, "bytes");

    Throwable thrown = catchThrowable(() -> receive(vector, bytes));

    assertThat(fault(thrown))
        .describedAs(vector.get("name").textValue())
        .isEqualTo(vector.get("fault").textValue());
  }

  @Test
  void readsTheEpochBeforeForAnHour() {
    JsonNode late =
        refused()
            .filter(vector -> vector.get("fault").textValue().equals("STALE_EPOCH"))
            .findFirst()
            .orElseThrow();

    long inTime = Long.parseLong(late.get("at").textValue()) - 1;

    assertThatCode(() -> arrive(late, hex(late, "bytes"), inTime)).doesNotThrowAnyException();
  }

  @Test
  void findsNothingInAContentOfTheSameView() {
    Content same = world.content(9, new ContentBody.Text("hello"));

    assertThatCode(() -> judge(same, listsOfAnna(), states())).doesNotThrowAnyException();
  }

  private void receive(JsonNode vector, byte[] bytes) {
    String what = vector.get("what").textValue();
    switch (what) {
      case "state" ->
          view().advance(world.e1, List.of(new DatedState(GroupState.parse(bytes), 0)), world);
      case "message" ->
          cipher.open(
              SenderChains.none().with(world.e1, world.chain.distribution(world.e1)), bytes);
      case "arrival" -> arrive(vector, bytes, Long.parseLong(vector.get("at").textValue()));
      case "sender_key" -> takeKey(SenderKeyDistribution.parse(bytes));
      case "content" ->
          judge(ContentCodec.decode(ByteBuffer.wrap(bytes)), ViewHistory.EMPTY, ViewHistory.EMPTY);
      case "view" -> judge(ContentCodec.decode(ByteBuffer.wrap(bytes)), listsOfAnna(), states());
      case "code" -> SafetyCode.parse(bytes);
      default -> throw new AssertionError(what);
    }
  }

  private GroupView view() {
    return GroupView.join(world.e1, world.states(), world);
  }

  private void arrive(JsonNode vector, byte[] bytes, long at) {
    view()
        .requireAccepted(
            GroupMessageHead.parse(bytes).place(),
            identity(vector.get("sender").textValue()).user(),
            world.bert.user(),
            at);
  }

  private void takeKey(SenderKeyDistribution key) {
    view()
        .requireAccepted(
            world.e1, key, world.anna.user(), world.bert.user(), VectorWorld.SECOND_SINCE + 1);
    SenderChains.none().with(world.e1, world.chain.distribution(world.e1)).with(world.e1, key);
  }

  private static ViewHistory listsOfAnna() {
    JsonNode list = ROOT.get("list_of_anna");
    return ViewHistory.EMPTY.with(
        new ListView(
            Long.parseLong(list.get("version").textValue()),
            HexFormat.fromHexDigitsToLong(list.get("hash8").textValue())));
  }

  private ViewHistory states() {
    return ViewHistory.EMPTY.with(ListView.of(world.e1, world.second));
  }

  private void judge(Content content, ViewHistory lists, ViewHistory states) {
    ContentChecks.Outcome outcome =
        ContentChecks.judge(
            content.head(),
            new Arrival(
                new Author(world.anna.user(), world.anna.device()),
                world.first.group(),
                new UUID(0x019b770000007009L, 0x8000000000000009L)),
            new Expectation(
                Set.of(world.anna.user(), world.bert.user()), lists, states, SequenceTrack.EMPTY));
    if (outcome.findings().stream().anyMatch(Finding.SplitView.class::isInstance)) {
      throw new SplitViewException();
    }
  }

  /** The alarm that a content raises. */
  private static final class SplitViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static String fault(Throwable thrown) {
    return switch (thrown) {
      case GroupRejectedException e -> e.fault().name();
      case ContentRejectedException e -> e.fault().name();
      case KeyRejectedException e -> e.fault().name();
      case SplitViewException _ -> "SPLIT_VIEW";
      default -> throw new AssertionError(thrown);
    };
  }

  private static AccountIdentity identity(String name) {
    JsonNode person = ROOT.get("people").get(name);
    ByteBuffer user = ByteBuffer.wrap(hex(person, "user"));
    return new AccountIdentity(
        new UUID(user.getLong(), user.getLong()), Ed25519PublicKey.of(hex(person, "aik")));
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).textValue());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static JsonNode read() {
    try {
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.writeString(FILE, GroupVectors.text());
      }
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
