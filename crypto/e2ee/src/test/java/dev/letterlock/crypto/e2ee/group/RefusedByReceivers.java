package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.FixedNonces;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.safety.SafetyCode;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an attacker sends to somebody who knows both states, the people's lists and Anna's key: at
 * least one for each rule of docs/E2EE.md §1 that concerns groups.
 */
final class RefusedByReceivers {

  /**
   * Something to refuse.
   *
   * @param what {@code state} (as the third of the group), {@code message} (of Anna's chain),
   *     {@code content} (as if Anna's device 2 had sent it into the group), {@code view} (the same
   *     where the list and the states above are known), {@code sender_key} (of Anna, after her
   *     first), {@code arrival} (a message at a time) or {@code code} (scanned)
   * @param given further text by name
   */
  record Refused(
      String name,
      String rule,
      String what,
      Octets bytes,
      Map<String, String> given,
      String fault) {}

  private static final int CHAIN_KEY_AT = 69;
  private static final int SIGNING_SEED_AT = 101;

  private final VectorWorld world;
  private final List<Refused> refused = new ArrayList<>();

  RefusedByReceivers(VectorWorld world) {
    this.world = world;
    addStates();
    addMessages();
    addArrivals();
    addSenderKeys();
    addContents();
    addViews();
    addCodes();
  }

  List<Refused> all() {
    return List.copyOf(refused);
  }

  private void addStates() {
    GroupState third = next(world.second, world.anna, everybody());
    state("the server swaps a member's account key", "R1", third, bytes -> bytes[120] ^= 1);
    state(
        "the server adds a member behind the signature", "R1", withoutSigning(third), bytes -> {});
    state(
        "a signature under the label of a device list",
        "R1",
        underAnotherLabel(third),
        bytes -> {});
    add("a state by a device that no list names", "R1", "state", byUnlistedDevice(), listed());
    add(
        "the same members, signed by a device that has left its list",
        "R1",
        "state",
        world.byOldPhone.encode(),
        listed());
    add(
        "a change by a member who is no admin",
        "R1",
        "state",
        next(world.second, world.bert, everybody()).encode(),
        GroupFault.BAD_CHAIN);
    add(
        "a branch beside the second state",
        "R17",
        "state",
        next(world.first, world.anna, everybody()).encode(),
        GroupFault.BAD_CHAIN);
    add("the second state again", "R17", "state", world.second.encode(), GroupFault.BAD_CHAIN);
    add(
        "a first state under the id of another group",
        "R17",
        "state",
        withGroupOf(world.second, otherGroup()),
        GroupFault.BAD_CHAIN);
  }

  private void addMessages() {
    byte[] third = message(3);
    message("a type byte of a pairwise record", "R1", third, b -> b[0] = 1, GroupFault.BAD_VERSION);
    message("another epoch", "R13", third, b -> b[20] ^= 1, GroupFault.UNKNOWN_CHAIN);
    message("another chain", "R13", third, b -> b[24] ^= 1, GroupFault.UNKNOWN_CHAIN);
    message("another number", "R8", third, b -> b[28] ^= 1, GroupFault.BAD_SIGNATURE);
    message("a changed nonce", "R1", third, b -> b[30] ^= 1, GroupFault.BAD_SIGNATURE);
    message("a changed ciphertext", "R9", third, b -> b[90] ^= 1, GroupFault.BAD_SIGNATURE);
    message(
        "a changed signature", "R3", third, b -> b[b.length - 1] ^= 1, GroupFault.BAD_SIGNATURE);
    add("a truncated message", "R14", "message", Arrays.copyOf(third, 421), GroupFault.BAD_LENGTH);
    add(
        "signed over another group state",
        "R13",
        "message",
        new GroupCipher(world.e1, FixedNonces.of(world.e1, 0x70))
            .seal(overAnotherState(), world.messages.getFirst().content().toByteArray())
            .message()
            .toByteArray(),
        GroupFault.BAD_SIGNATURE);
    add(
        "signed, but with a slice under another key",
        "R9",
        "message",
        sliceUnderAnotherKey(),
        GroupFault.NOT_AUTHENTIC);
  }

  /** Bytes of the first epoch, as the server may say that they came later. */
  private void addArrivals() {
    byte[] early =
        new GroupCipher(world.e1, FixedNonces.of(world.e1, 0x72))
            .seal(VectorWorld.chain(world.first), world.messages.getFirst().content().toByteArray())
            .message()
            .toByteArray();
    arrival(
        "a message of the epoch before, an hour after the change",
        world.anna,
        VectorWorld.SECOND_SINCE + VectorWorld.GRACE + 1,
        early,
        GroupFault.STALE_EPOCH);
    arrival(
        "a message of the epoch before, by the member whom the change put out",
        world.carl,
        VectorWorld.SECOND_SINCE + 1,
        early,
        GroupFault.NOT_A_MEMBER);
  }

  private void addSenderKeys() {
    add(
        "a second sender key under the name of the first",
        "R13",
        "sender_key",
        distribution(filled(SIGNING_SEED_AT)),
        GroupFault.CHAIN_CONFLICT);
    add(
        "another chain key under the name and signature key of the first",
        "R13",
        "sender_key",
        distribution(filled(CHAIN_KEY_AT)),
        GroupFault.CHAIN_CONFLICT);
    add(
        "another chain key for a later message of the chain",
        "R13",
        "sender_key",
        distribution(afterThree(filled(CHAIN_KEY_AT))),
        GroupFault.CHAIN_CONFLICT);
    add(
        "a sender key for another state of the epoch",
        "R17",
        "sender_key",
        distribution(overAnotherState()),
        GroupFault.SPLIT_STATE);
  }

  private void addViews() {
    byte[] good = ContentCodec.encode(world.content(9, new ContentBody.Text("hello")));
    view("another list of the author under the same version", good, b -> b[87] ^= 1);
    view("another state of the same epoch", good, b -> b[103] ^= 1);
  }

  private void addContents() {
    byte[] good = ContentCodec.encode(world.content(9, new ContentBody.Text("hello")));
    content("another sender", "R1", good, b -> b[51] ^= 1, "WRONG_SENDER");
    content("another device", "R1", good, b -> b[55] ^= 1, "WRONG_DEVICE");
    content("another conversation", "R8", good, b -> b[19] ^= 1, "WRONG_CONVERSATION");
    content("another message id", "R8", good, b -> b[35] ^= 1, "WRONG_MESSAGE_ID");
    content("no number", "R8", good, b -> b[71] = 0, "BAD_SEQUENCE");
    content("unknown flags", "R1", good, b -> b[3] = 1, "BAD_FLAGS");
    content("text that is not UTF-8", "R1", good, b -> b[120] = -1, "BAD_BODY");
    add("half a head", "R14", "content", Arrays.copyOf(good, 119), "BAD_LENGTH");
  }

  private void addCodes() {
    SafetyCode code =
        new SafetyCode(GroupVectors.identity(world.anna), GroupVectors.identity(world.bert));
    byte[] linking = code.encode();
    linking[2] = 'L';
    add("a code that links a device", "R12", "code", linking, "BAD_KIND");
  }

  private GroupRoster everybody() {
    return new GroupRoster(
        0,
        List.of(
            world.anna.as(MemberRole.ADMIN),
            world.bert.as(MemberRole.MEMBER),
            world.carl.as(MemberRole.MEMBER)));
  }

  private GroupState next(GroupState before, Person by, GroupRoster roster) {
    return before.next(world.e1, by.deviceKey(), by.signer(), VectorWorld.CREATED + 2000, roster);
  }

  private GroupState otherGroup() {
    return GroupState.first(
        world.e1,
        world.anna.deviceKey(),
        world.anna.signer(),
        VectorWorld.CREATED + 5,
        everybody());
  }

  private byte[] byUnlistedDevice() {
    return next(world.second, world.annasOldPhone, everybody()).encode();
  }

  private GroupState withoutSigning(GroupState state) {
    return with(state, world.second.signature());
  }

  private GroupState underAnotherLabel(GroupState state) {
    byte[] all = state.encode();
    byte[] body = Arrays.copyOf(all, all.length - Signature.SIZE);
    return with(state, world.e1.sign(world.anna.deviceKey(), Label.DEVICE_LIST_SIGNATURE, body));
  }

  private static GroupState with(GroupState state, Signature signature) {
    return new GroupState(
        state.group(),
        state.epoch(),
        state.previous(),
        state.created(),
        state.roster(),
        state.signer(),
        signature);
  }

  private static byte[] withGroupOf(GroupState wanted, GroupState other) {
    byte[] encoded = other.encode();
    System.arraycopy(wanted.encode(), 1, encoded, 1, 16);
    return encoded;
  }

  private SenderChain overAnotherState() {
    byte[] stored = VectorWorld.chain(world.second).encode();
    world.first.stateHash(world.e1).writeTo(ByteBuffer.wrap(stored).position(25));
    return SenderChain.decode(stored);
  }

  private byte[] distribution(SenderChain chain) {
    try (SenderKeyDistribution key = chain.distribution(world.e1)) {
      return key.encode();
    }
  }

  /** Anna's chain with another key. */
  private SenderChain filled(int at) {
    byte[] stored = VectorWorld.chain(world.second).encode();
    Arrays.fill(stored, at, at + 32, (byte) 0x53);
    return SenderChain.decode(stored);
  }

  private SenderChain afterThree(SenderChain chain) {
    GroupCipher cipher = new GroupCipher(world.e1, FixedNonces.of(world.e1, 0x73));
    SenderChain at = chain;
    for (int sent = 0; sent < 3; sent++) {
      at = cipher.seal(at, new byte[1]).chain();
    }
    return at;
  }

  private byte[] sliceUnderAnotherKey() {
    return new GroupCipher(world.e1, FixedNonces.of(world.e1, 0x71))
        .seal(filled(CHAIN_KEY_AT), world.messages.getFirst().content().toByteArray())
        .message()
        .toByteArray();
  }

  private byte[] message(int iteration) {
    return world.messages.get(iteration).sealed().toByteArray();
  }

  private void state(String name, String rule, GroupState state, Consumer<byte[]> change) {
    byte[] bytes = state.encode();
    change.accept(bytes);
    add(name, rule, "state", bytes, listed());
  }

  private static GroupFault listed() {
    return GroupFault.SIGNER_NOT_LISTED;
  }

  private void message(
      String name, String rule, byte[] good, Consumer<byte[]> change, GroupFault fault) {
    byte[] bytes = good.clone();
    change.accept(bytes);
    add(name, rule, "message", bytes, fault);
  }

  private void arrival(String name, Person sender, long at, byte[] bytes, GroupFault fault) {
    refused.add(
        new Refused(
            name,
            "R13",
            "arrival",
            Octets.of(bytes),
            Map.of("sender", sender.name(), "at", Long.toString(at)),
            fault.name()));
  }

  private void view(String name, byte[] good, Consumer<byte[]> change) {
    byte[] bytes = good.clone();
    change.accept(bytes);
    add(name, "R8", "view", bytes, "SPLIT_VIEW");
  }

  private void content(
      String name, String rule, byte[] good, Consumer<byte[]> change, String fault) {
    byte[] bytes = good.clone();
    change.accept(bytes);
    add(name, rule, "content", bytes, fault);
  }

  private void add(String name, String rule, String what, byte[] bytes, GroupFault fault) {
    add(name, rule, what, bytes, fault.name());
  }

  private void add(String name, String rule, String what, byte[] bytes, String fault) {
    refused.add(new Refused(name, rule, what, Octets.of(bytes), Map.of(), fault));
  }
}
