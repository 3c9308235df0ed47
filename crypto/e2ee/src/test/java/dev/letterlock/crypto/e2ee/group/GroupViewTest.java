package dev.letterlock.crypto.e2ee.group;

import static dev.letterlock.crypto.e2ee.group.GroupFaults.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.group.GroupState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupViewTest {

  private static final long CHANGED = 1_700_000_000_000_000L;
  private static final long HOUR = TimeUnit.HOURS.toMicros(1);

  private final People people = new People();
  private final E1 e1 = people.e1;
  private final GroupState first =
      people.first(
          People.ANNA,
          people.admin(People.ANNA),
          people.member(People.BERT),
          people.member(People.CARL));
  private final GroupState withoutCarl =
      people.next(first, People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
  private final GroupView view = GroupView.join(e1, List.of(first), people, CHANGED);
  private final GroupView later = view.advance(e1, List.of(withoutCarl), people, CHANGED + 5);

  @Test
  void goesFromStateToState() {
    assertThat(view.current()).isEqualTo(first);
    assertThat(later.current()).isEqualTo(withoutCarl);
    assertThat(later.previous()).isEqualTo(first);
    assertThat(later.advance(e1, List.of(), people, 0)).isEqualTo(later);
  }

  @Test
  void comesBackFromItsBytes() {
    assertThat(GroupView.decode(view.encode())).isEqualTo(view);
    assertThat(GroupView.decode(later.encode())).isEqualTo(later);
  }

  /** R4: the server cannot add a member. */
  @Test
  void refusesAStateByADeviceThatNobodyListed() {
    people.renewDeviceKey(People.ANNA);
    GroupState ghost = withDora(withoutCarl);
    people.renewDeviceKey(People.ANNA);
    assertRejected(GroupFault.SIGNER_NOT_LISTED, () -> advance(later, ghost));

    people.unlist(People.ANNA);
    assertRejected(GroupFault.SIGNER_NOT_LISTED, () -> advance(later, ghost));
  }

  @Test
  void refusesAStateByAMemberWhoIsNoAdmin() {
    GroupState coup =
        people.next(
            withoutCarl, People.BERT, people.admin(People.BERT), people.member(People.ANNA));

    assertRejected(GroupFault.BAD_CHAIN, () -> advance(later, coup));
  }

  /** R17: the server cannot show another branch, or an old state again. */
  @Test
  void refusesAForkAndAReplay() {
    GroupState fork = withDora(first);

    assertRejected(GroupFault.BAD_CHAIN, () -> advance(later, fork));
    assertRejected(GroupFault.BAD_CHAIN, () -> advance(later, withoutCarl));
    assertRejected(GroupFault.BAD_CHAIN, () -> advance(later, first));
    GroupState third = withDora(withoutCarl);
    assertRejected(GroupFault.BAD_CHAIN, () -> advance(view, third));
  }

  @Test
  void refusesAGroupFromItsMiddle() {
    assertRejected(
        GroupFault.BAD_CHAIN, () -> GroupView.join(e1, List.of(withoutCarl), people, CHANGED));
    assertRejected(GroupFault.BAD_CHAIN, () -> GroupView.join(e1, List.of(), people, CHANGED));
  }

  @Test
  void refusesASignerWhoseAccountKeyIsNotTheOneInTheGroup() {
    people.renewAccountKey(People.ANNA);

    assertRejected(
        GroupFault.SIGNER_KEY_CHANGED,
        () ->
            advance(
                later,
                people.next(
                    withoutCarl,
                    People.ANNA,
                    withoutCarl.roster().members().getFirst(),
                    people.member(People.DORA))));
  }

  @Test
  void takesTheNewAccountKeyThatItsOwnerPutsIntoTheGroup() {
    people.renewAccountKey(People.ANNA);
    GroupState renewed =
        people.next(
            withoutCarl, People.ANNA, people.admin(People.ANNA), people.member(People.BERT));

    assertThat(advance(later, renewed).current()).isEqualTo(renewed);
  }

  /** Its device was replaced since, but a later state by an admin of then names its hash. */
  @Test
  void believesAnOldSignerForWhomALaterOneVouches() {
    GroupState byOldPhone = withDora(withoutCarl);
    people.renewDeviceKey(People.ANNA);
    GroupState byNewPhone =
        people.next(byOldPhone, People.ANNA, people.admin(People.ANNA), people.member(People.DORA));

    assertRejected(GroupFault.SIGNER_NOT_LISTED, () -> advance(later, byOldPhone));
    GroupView after = later.advance(e1, List.of(byOldPhone, byNewPhone), people, CHANGED + 9);
    assertThat(after.current()).isEqualTo(byNewPhone);
    assertThat(after.previous()).isEqualTo(byOldPhone);
  }

  /** A stolen old device makes an accomplice admin, who cannot vouch for his own making. */
  @Test
  void doesNotBelieveAnAdminWhomAnUnprovenStateMade() {
    GroupState byStolenPhone =
        people.next(
            withoutCarl,
            People.ANNA,
            people.admin(People.ANNA),
            people.member(People.BERT),
            people.admin(People.DORA));
    people.renewDeviceKey(People.ANNA);
    GroupState byAccomplice =
        people.next(
            byStolenPhone, People.DORA, people.admin(People.ANNA), people.admin(People.DORA));

    assertRejected(
        GroupFault.SIGNER_NOT_LISTED,
        () -> later.advance(e1, List.of(byStolenPhone, byAccomplice), people, CHANGED + 9));
  }

  @Test
  void letsSomebodyLeave() {
    GroupState left = people.next(withoutCarl, People.BERT, people.admin(People.ANNA));

    assertThat(advance(later, left).current()).isEqualTo(left);
  }

  @Test
  void takesMessagesOfTheCurrentEpochAtAnyTime() {
    later.requireAccepted(place(withoutCarl), People.BERT, CHANGED + 100 * HOUR);
  }

  @Test
  void takesMessagesOfTheEpochBeforeForAnHour() {
    later.requireAccepted(place(first), People.BERT, CHANGED + 5 + HOUR);

    assertRejected(
        GroupFault.STALE_EPOCH,
        () -> later.requireAccepted(place(first), People.BERT, CHANGED + 6 + HOUR));
  }

  @Test
  void takesNothingOfTheOneWhomTheChangePutOut() {
    assertRejected(
        GroupFault.NOT_A_MEMBER,
        () -> later.requireAccepted(place(first), People.CARL, CHANGED + 6));
    assertRejected(
        GroupFault.NOT_A_MEMBER,
        () -> later.requireAccepted(place(withoutCarl), People.CARL, CHANGED + 6));
    assertRejected(
        GroupFault.NOT_A_MEMBER,
        () -> later.requireAccepted(place(withoutCarl), People.DORA, CHANGED + 6));
  }

  @Test
  void takesNothingOfOtherEpochsAndGroups() {
    GroupState third = withDora(withoutCarl);
    GroupView muchLater = advance(later, third);
    ChainPlace elsewhere = new ChainPlace(People.ANNA, 2, 1);

    assertRejected(
        GroupFault.STALE_EPOCH,
        () -> muchLater.requireAccepted(place(first), People.BERT, CHANGED));
    assertRejected(
        GroupFault.FUTURE_EPOCH, () -> later.requireAccepted(place(third), People.BERT, CHANGED));
    assertRejected(
        GroupFault.WRONG_GROUP, () -> later.requireAccepted(elsewhere, People.BERT, CHANGED));
  }

  /** R1: a key for the same epoch of another branch. */
  @Test
  void refusesASenderKeyForAnotherMembership() {
    GroupState fork = withDora(first);
    SenderKeyDistribution key = SenderChain.begin(e1, fork, 0).distribution(e1);

    assertRejected(
        GroupFault.SPLIT_STATE, () -> later.requireAccepted(e1, key, People.BERT, CHANGED));
    later.requireAccepted(
        e1, SenderChain.begin(e1, withoutCarl, 0).distribution(e1), People.BERT, CHANGED);
  }

  /** R4: the server cannot swap a member's identity. */
  @Test
  void namesMembersWhoseKeyIsAnotherThanThePinnedOne() {
    var bertsNewKey = e1.sodium().signingKeyPair().publicKey();

    assertThat(
            later.keyMismatches(
                e1, user -> user.equals(People.BERT) ? Optional.of(bertsNewKey) : Optional.empty()))
        .containsExactly(People.BERT);
    assertThat(
            later.keyMismatches(
                e1, user -> people.find(user, People.DEVICE).map(known -> known.accountKey())))
        .isEmpty();
  }

  private GroupState withDora(GroupState before) {
    return people.next(
        before,
        People.ANNA,
        people.admin(People.ANNA),
        people.member(People.BERT),
        people.member(People.DORA));
  }

  private GroupView advance(GroupView from, GroupState next) {
    return from.advance(e1, List.of(next), people, CHANGED + 7);
  }

  private static ChainPlace place(GroupState state) {
    return new ChainPlace(state.group(), state.epoch(), 1);
  }
}
