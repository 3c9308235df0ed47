package dev.letterlock.crypto.group;

import static dev.letterlock.crypto.KeyFaults.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KeyFaults;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupStateTest {

  private static final long CREATED = 1_700_000_000_000L;
  private static final UUID ANNA = new UUID(1, 1);
  private static final UUID BERT = new UUID(2, 2);
  private static final UUID CARL = new UUID(3, 3);
  private static final UUID DORA = new UUID(4, 4);

  private final E1 e1 = new E1(Sodium.load());
  private final Ed25519KeyPair phone = e1.sodium().signingKeyPair();
  private final GroupMember anna = member(ANNA, MemberRole.ADMIN);
  private final GroupMember bert = member(BERT, MemberRole.MEMBER);
  private final GroupMember carl = member(CARL, MemberRole.MEMBER);
  private final GroupMember dora = member(DORA, MemberRole.MEMBER);
  private final GroupState first = first(0, anna, bert);
  private final GroupState second = next(first, ANNA, 0, anna, bert, carl);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void readsWhatItSigned(int size) {
    GroupState state = first(1, members(size).toArray(GroupMember[]::new));

    GroupState read = GroupState.parse(state.encode());

    read.verify(e1, phone.publicKey());
    assertThat(read).isEqualTo(state);
    assertThat(state.encode()).hasSize(149 + 33 * size);
    assertThat(state.encode().length).isLessThanOrEqualTo(GroupState.MAX_SIZE);
  }

  @Test
  void chainsOneStateToTheNext() {
    first.requireFirst(e1);
    second.verify(e1, phone.publicKey());
    second.requireFollows(e1, first);

    assertThat(second.group()).isEqualTo(first.group());
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.previous()).isEqualTo(first.stateHash(e1));
  }

  @Test
  void refusesEveryOtherLength() {
    KeyFaults.assertStrictLength(second.encode(), GroupState::parse);
  }

  /** R1: nobody but the signer adds, removes or swaps a member. */
  @Test
  void refusesEveryFlippedBit() {
    KeyFaults.assertEveryBitCounts(
        second.encode(), encoded -> GroupState.parse(encoded).verify(e1, phone.publicKey()));
  }

  @Test
  void refusesTheSignatureOfAnotherDevice() {
    assertRejected(
        KeyFault.BAD_SIGNATURE, () -> first.verify(e1, e1.sodium().signingKeyPair().publicKey()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, BAD_VERSION",
    "62, 2, BAD_POLICY",
    "61, 1, BAD_POLICY",
    "64, 0, BAD_MEMBER_COUNT",
    "63, 127, BAD_MEMBER_COUNT",
    "81, 2, BAD_ROLE",
    "81, 0, NO_ADMIN"
  })
  void refusesWhatNoStateHolds(int offset, byte value, KeyFault fault) {
    byte[] encoded = first.encode();
    encoded[offset] = value;

    assertRejected(fault, () -> GroupState.parse(encoded));
  }

  @Test
  void refusesOneUserTwice() {
    GroupMember again = member(ANNA, MemberRole.MEMBER);

    assertRejected(KeyFault.DUPLICATE_MEMBER, () -> new GroupRoster(0, List.of(anna, again)));
  }

  /** So that nobody begins a second group, or takes a direct conversation, under an id. */
  @Test
  void bindsTheIdToTheFirstState() {
    GroupState other = first(0, anna, bert, carl);
    GroupState stolen =
        new GroupState(
            first.group(),
            other.epoch(),
            other.previous(),
            other.created(),
            other.roster(),
            other.signer(),
            other.signature());

    assertThat(other.group()).isNotEqualTo(first.group());
    assertRejected(KeyFault.BAD_GROUP_ID, () -> stolen.requireFirst(e1));
    assertRejected(
        KeyFault.BAD_GROUP_ID, () -> next(other, ANNA, 0, anna).requireFollows(e1, first));
  }

  @Test
  void refusesAFirstStateOutOfPlace() {
    assertRejected(KeyFault.BAD_EPOCH, () -> second.requireFirst(e1));
    GroupState byBert = first(0, BERT, anna, bert);
    assertRejected(KeyFault.NOT_AUTHORISED, () -> byBert.requireFirst(e1));
  }

  /** R17: of two states after one, only one can be next, and neither twice. */
  @Test
  void refusesAStateOutOfPlace() {
    GroupState fork = next(first, ANNA, 0, anna, bert, dora);
    GroupState third = next(second, ANNA, 0, anna, bert);

    assertRejected(KeyFault.BAD_EPOCH, () -> second.requireFollows(e1, second));
    assertRejected(KeyFault.BAD_EPOCH, () -> third.requireFollows(e1, first));
    assertRejected(KeyFault.BAD_PREVIOUS_HASH, () -> third.requireFollows(e1, fork));
  }

  @Test
  void letsAnAdminChangeEverything() {
    GroupMember chief = member(BERT, MemberRole.ADMIN);

    next(second, ANNA, 1, chief, dora).requireFollows(e1, second);
  }

  @Test
  void letsAMemberOnlyLeave() {
    next(second, BERT, 0, anna, carl).requireFollows(e1, second);

    assertNotAuthorised(second, BERT, 0, anna, bert);
    assertNotAuthorised(second, BERT, 0, anna);
    assertNotAuthorised(second, BERT, 1, anna, carl);
    assertNotAuthorised(second, BERT, 0, anna, bert, carl, dora);
    assertNotAuthorised(second, BERT, 0, anna, carl, dora);
    assertNotAuthorised(second, BERT, 0, anna, bert, carl);
  }

  @Test
  void letsMembersAddOnlyWhereThePolicySaysSo() {
    GroupState open = first(GroupRoster.MEMBERS_MAY_ADD, anna, bert);

    next(open, BERT, 1, anna, bert, carl, dora).requireFollows(e1, open);
    next(open, BERT, 1, carl, bert, anna).requireFollows(e1, open);

    assertNotAuthorised(open, BERT, 0, anna, bert, carl);
    assertNotAuthorised(open, BERT, 1, anna, carl);
    assertNotAuthorised(open, BERT, 1, anna, bert, member(CARL, MemberRole.ADMIN));
    assertNotAuthorised(open, BERT, 1, anna, member(BERT, MemberRole.ADMIN));
    assertNotAuthorised(open, BERT, 1, member(ANNA, MemberRole.ADMIN), bert);
  }

  @Test
  void refusesAStranger() {
    assertNotAuthorised(first, CARL, 0, anna, bert, carl);
    assertNotAuthorised(first, CARL, 0, anna, bert);
    GroupState open = first(GroupRoster.MEMBERS_MAY_ADD, anna, bert);
    assertNotAuthorised(open, CARL, 1, anna, bert, carl);
  }

  @Test
  void hashesAllButTheSignature() {
    GroupState otherwiseSigned =
        new GroupState(
            second.group(),
            second.epoch(),
            second.previous(),
            second.created(),
            second.roster(),
            second.signer(),
            first.signature());

    assertThat(otherwiseSigned.stateHash(e1)).isEqualTo(second.stateHash(e1));
    assertThat(second.stateHash(e1)).isNotEqualTo(first.stateHash(e1));
  }

  private void assertNotAuthorised(
      GroupState before, UUID signer, int policy, GroupMember... members) {
    GroupState state = next(before, signer, policy, members);
    assertRejected(KeyFault.NOT_AUTHORISED, () -> state.requireFollows(e1, before));
  }

  private GroupState first(int policy, GroupMember... members) {
    return first(policy, ANNA, members);
  }

  private GroupState first(int policy, UUID signer, GroupMember... members) {
    GroupRoster roster = new GroupRoster(policy, List.of(members));
    return GroupState.first(e1, phone, new GroupSigner(signer, 7), CREATED, roster);
  }

  private GroupState next(GroupState before, UUID signer, int policy, GroupMember... members) {
    GroupRoster roster = new GroupRoster(policy, List.of(members));
    return before.next(e1, phone, new GroupSigner(signer, 7), CREATED + 1, roster);
  }

  private List<GroupMember> members(int size) {
    List<GroupMember> members = new ArrayList<>(List.of(anna));
    IntStream.range(1, size)
        .mapToObj(i -> member(new UUID(9, i), MemberRole.MEMBER))
        .forEach(members::add);
    return members;
  }

  private GroupMember member(UUID user, MemberRole role) {
    Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
    return new GroupMember(user, role, KeyFingerprint.of(e1, accountKey.publicKey()));
  }
}
