package dev.letterlock.crypto.e2ee.group;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.group.RefusedByReceivers.Refused;
import dev.letterlock.crypto.e2ee.safety.AccountIdentity;
import dev.letterlock.crypto.e2ee.safety.SafetyCode;
import dev.letterlock.crypto.e2ee.safety.SafetyNumber;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The text of docs/vectors/e1-groups.json as the code would write it today. */
final class GroupVectors {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final String ABOUT =
      "Groups, content and safety numbers of E1 (docs/E2EE.md 2.6, 2.8, 2.10). Bytes as hex, u64 as"
          + " decimal text. Seeds of 32 equal bytes; since, when the server put a state in force, µs. refused: what a receiver who knows the states,"
          + " lists and keys above must refuse, by the rule that it stands for and the fault that"
          + " this implementation names. signed_anew: two more states of the same members; the device"
          + " that signed the first of them has left Anna's list since, so that it counts only with"
          + " the second, which Anna's other device signed. Of refused a view is a content of Anna's that splits a view; a"
          + " sender_key comes from Anna after her first; an arrival is a message by a sender that"
          + " the server accepted at that time, and is judged by Bert. evidence: two states, u8=1 |"
          + " u32 length | state | u32 length | state, and whether they contradict each other;"
          + " malformed where that is not said.";

  private final VectorWorld world = new VectorWorld();
  private final ObjectNode root = JSON.createObjectNode();

  private GroupVectors() {
    root.put("about", ABOUT);
    addPeople();
    addContents();
    addStates();
    addSenderKey();
    root.putObject("list_of_anna")
        .put("version", Long.toString(VectorWorld.LIST_OF_ANNA.version()))
        .put("hash8", "%016x".formatted(VectorWorld.LIST_OF_ANNA.hash8()));
    addSafety();
    ArrayNode refused = root.putArray("refused");
    new RefusedByReceivers(world).all().forEach(one -> add(refused, one));
    addEvidence(root.putArray("evidence"));
  }

  static String text() throws JsonProcessingException {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(new GroupVectors().root) + "\n";
  }

  /** Contents by name. */
  static Map<String, ContentBody> bodies(VectorWorld world) {
    Map<String, ContentBody> bodies = new LinkedHashMap<>();
    bodies.put("text", new ContentBody.Text("Grüße, 世界"));
    bodies.put("empty", new ContentBody.Empty());
    bodies.put("sender key", new ContentBody.SenderKey(world.chain.distribution(world.e1)));
    bodies.put(
        "retry", new ContentBody.Retry(world.first.group(), new UUID(0x019b770000007001L, -5L)));
    bodies.put("group state", new ContentBody.NewGroupState(world.second));
    bodies.put("introduction", new ContentBody.Introduction(world.carl.user()));
    bodies.put(
        "group title",
        new ContentBody.GroupTitle(world.first.group(), VectorWorld.CREATED + 7, "Frühstück"));
    return bodies;
  }

  private void addPeople() {
    ObjectNode people = root.putObject("people");
    for (Person person : new Person[] {world.anna, world.bert, world.carl}) {
      people
          .putObject(person.name())
          .put("user", hex(person.user()))
          .put("device", person.device())
          .put("aik_seed_byte", person.accountFiller())
          .put("dsk_seed_byte", person.deviceFiller())
          .put("aik", HEX.formatHex(person.accountKey().publicKey().toByteArray()))
          .put("dsk", HEX.formatHex(person.deviceKey().publicKey().toByteArray()))
          .put("aik_fingerprint", fingerprint(person));
    }
  }

  private void addContents() {
    ArrayNode contents = root.putArray("contents");
    bodies(world)
        .forEach((name, body) -> {
          var content = world.content(9, body);
          contents
              .addObject()
              .put("name", name)
              .put("type", body.type())
              .put("conversation", hex(content.head().place().conversation()))
              .put("message", hex(content.head().place().message()))
              .put("sender", hex(content.head().author().user()))
              .put("device", content.head().author().device())
              .put("sentAt", Long.toString(content.head().place().sentAt()))
              .put("seq", Long.toString(content.head().place().sequence()))
              .put("bytes", HEX.formatHex(ContentCodec.encode(content)));
        });
  }

  private void addStates() {
    ArrayNode states = root.putArray("states");
    for (DatedState dated : world.states()) {
      GroupState state = dated.state();
      ObjectNode node = states.addObject();
      node.put("group", hex(state.group()))
          .put("epoch", state.epoch())
          .put("created", Long.toString(state.created()))
          .put("since", Long.toString(dated.since()))
          .put("policy", state.roster().policy())
          .put("members", state.roster().members().size());
      addBytes(node, state);
    }
    ArrayNode anew = root.putArray("signed_anew");
    for (GroupState state : List.of(world.byOldPhone, world.signedAnew)) {
      addBytes(anew.addObject().put("device", state.signer().device()), state);
    }
  }

  private void addBytes(ObjectNode node, GroupState state) {
    node.put("bytes", HEX.formatHex(state.encode()))
        .put("stateHash", HEX.formatHex(state.stateHash(world.e1).toByteArray()));
  }

  private void addSenderKey() {
    ObjectNode key = root.putObject("sender_key");
    try (SenderKeyDistribution distribution = world.chain.distribution(world.e1)) {
      key.put("ck_byte", VectorWorld.CHAIN_KEY)
          .put("sgk_seed_byte", VectorWorld.SIGNING_SEED)
          .put("chain", VectorWorld.CHAIN)
          .put("epoch", 2)
          .put("sgk", HEX.formatHex(distribution.signingKey().toByteArray()))
          .put("distribution", HEX.formatHex(distribution.encode()));
    }
    ArrayNode messages = key.putArray("messages");
    for (int i = 0; i < world.messages.size(); i++) {
      VectorWorld.Message message = world.messages.get(i);
      messages
          .addObject()
          .put("iter", i)
          .put("nonce_byte", message.nonceFiller())
          .put("content", HEX.formatHex(message.content().toByteArray()))
          .put("message", HEX.formatHex(message.sealed().toByteArray()));
    }
  }

  private void addEvidence(ArrayNode evidence) {
    addEvidence(evidence, "two states of one epoch", world.second, true);
    addEvidence(evidence, "one state twice", world.otherSecond, false);
    addEvidence(evidence, "states of two epochs", world.first, false);
    byte[] good = new StateEvidence(world.otherSecond, world.second).encode();
    byte[] ofAnotherVersion = good.clone();
    ofAnotherVersion[0] = 2;
    evidence
        .addObject()
        .put("name", "another version")
        .put("bytes", HEX.formatHex(ofAnotherVersion));
    for (int length : new int[] {0, good.length - 1, good.length + 1}) {
      evidence
          .addObject()
          .put("name", length + " of " + good.length + " bytes")
          .put("bytes", HEX.formatHex(Arrays.copyOf(good, length)));
    }
  }

  private void addEvidence(ArrayNode evidence, String name, GroupState other, boolean contradicts) {
    evidence
        .addObject()
        .put("name", name)
        .put("bytes", HEX.formatHex(new StateEvidence(world.otherSecond, other).encode()))
        .put("contradicts", contradicts);
  }

  private void addSafety() {
    AccountIdentity anna = identity(world.anna);
    AccountIdentity bert = identity(world.bert);
    root.putObject("safety")
        .put("digits", SafetyNumber.of(world.e1, anna, bert).digits())
        .put("code_of_anna", HEX.formatHex(new SafetyCode(anna, bert).encode()));
  }

  private static void add(ArrayNode nodes, Refused refused) {
    ObjectNode node =
        nodes
            .addObject()
            .put("name", refused.name())
            .put("rule", refused.rule())
            .put("what", refused.what());
    new TreeMap<>(refused.given()).forEach(node::put);
    node.put("bytes", HEX.formatHex(refused.bytes().toByteArray())).put("fault", refused.fault());
  }

  static AccountIdentity identity(Person person) {
    return new AccountIdentity(person.user(), person.accountKey().publicKey());
  }

  private String fingerprint(Person person) {
    KeyFingerprint print = KeyFingerprint.of(world.e1, person.accountKey().publicKey());
    return "%016x%016x".formatted(print.high(), print.low());
  }

  private static String hex(UUID id) {
    return "%016x%016x".formatted(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
