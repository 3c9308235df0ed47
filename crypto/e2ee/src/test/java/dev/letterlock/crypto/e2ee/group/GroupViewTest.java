package dev.letterlock.crypto.e2ee.group;

import static dev.letterlock.crypto.e2ee.group.GroupFaults.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupViewTest extends GroupCase {

  @Test
  void goesFromStateToState() {
    assertThat(view.current()).isEqualTo(first);
    assertThat(later.current()).isEqualTo(withoutCarl);
    assertThat(later.at(CHANGED + 4)).isEqualTo(first);
    assertThat(later.at(CHANGED + 5)).isEqualTo(withoutCarl);
    assertThat(later.advance(e1, List.of(), people)).isEqualTo(later);
  }

  @Test
  void provesThatAGroupWasSplit() {
    GroupState another = people.next(first, People.ANNA, people.admin(People.ANNA));

    StateEvidence evidence = later.split(e1, another, people);

    assertThat(evidence).isEqualTo(new StateEvidence(withoutCarl, another));
    assertThat(evidence.contradicts(e1)).isTrue();
    assertThat(StateEvidence.decode(evidence.encode())).isEqualTo(evidence);
    assertThat(new StateEvidence(withoutCarl, withoutCarl).contradicts(e1)).isFalse();
    assertThat(new StateEvidence(first, withoutCarl).contradicts(e1)).isFalse();
  }

  @Test
  void provesNothingByAStateThatCannotFollow() {
    GroupState byMember =
        people.next(first, People.BERT, people.admin(People.BERT), people.member(People.ANNA));
    assertRejected(GroupFault.BAD_CHAIN, () -> later.split(e1, byMember, people));

    GroupState another = people.next(first, People.ANNA, people.admin(People.ANNA));
    GroupView joined = new GroupView(dated(CHANGED + 5, withoutCarl));
    assertRejected(GroupFault.SPLIT_STATE, () -> joined.split(e1, another, people));

    people.unlist(People.ANNA);
    assertRejected(GroupFault.SIGNER_NOT_LISTED, () -> later.split(e1, another, people));
  }

  @Test
  void comesBackFromItsBytes() {
    assertThat(GroupView.decode(view.encode())).isEqualTo(view);
    assertThat(GroupView.decode(later.encode())).isEqualTo(later);
  }

  @Test
  void comesBackFromTheBytesOfTheFirstVersion() {
    assertThat(GroupView.decode(FirstGroupView.of(first, null, CHANGED))).isEqualTo(view);

    GroupView read = GroupView.decode(FirstGroupView.of(withoutCarl, first, CHANGED + 5));
    assertThat(read.current()).isEqualTo(withoutCarl);
    assertThat(read.at(CHANGED)).isEqualTo(first);
  }

  @Test
  void refusesBytesOfNoVersion() {
    byte[] stored = view.encode();
    stored[0] = 3;

    assertThatThrownBy(() -> GroupView.decode(stored))
        .isInstanceOf(KeyRejectedException.class)
        .hasMessage("BAD_VERSION: group view version: 3 (expected: 1 or 2)");
    stored[0] = 2;
    stored[1] = 65;
    assertThatThrownBy(() -> GroupView.decode(stored))
        .isInstanceOf(KeyRejectedException.class)
        .hasMessage("BAD_LENGTH: states: 65 (expected: 1 to 64)");
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
        GroupFault.BAD_CHAIN, () -> GroupView.join(e1, dated(CHANGED, withoutCarl), people));
    assertRejected(GroupFault.BAD_CHAIN, () -> GroupView.join(e1, List.of(), people));
  }

  @Test
  void refusesASignerWhoseAccountKeyIsNotTheOneInTheGroup() {
    people.resetAccountKey(People.ANNA);

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

  /** R1: whom the server put in an admin's place cannot write himself into the group. */
  @Test
  void refusesANewAccountKeyThatTheOldOneDoesNotVouchFor() {
    people.resetAccountKey(People.ANNA);
    GroupState takenOver =
        people.next(
            withoutCarl, People.ANNA, people.admin(People.ANNA), people.member(People.BERT));

    assertRejected(GroupFault.SIGNER_KEY_CHANGED, () -> advance(later, takenOver));
  }

  /** R17: whoever renews the account key goes on being the member that he was. */
  @Test
  void believesASignerWhoseAccountKeyWasRenewed() {
    people.renewAccountKey(People.ANNA);
    people.renewAccountKey(People.BERT);
    GroupState underTheOldKey =
        people.next(
            withoutCarl,
            People.ANNA,
            withoutCarl.roster().members().getFirst(),
            withoutCarl.roster().members().getLast(),
            people.member(People.DORA));
    GroupState underTheNewKey =
        people.next(
            withoutCarl, People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
    GroupState left =
        people.next(withoutCarl, People.BERT, withoutCarl.roster().members().getFirst());

    assertThat(advance(later, underTheOldKey).current()).isEqualTo(underTheOldKey);
    assertThat(advance(later, underTheNewKey).current()).isEqualTo(underTheNewKey);
    assertThat(advance(later, left).current()).isEqualTo(left);
    assertThat(later.keyMismatches(people::isKeyOf)).isEmpty();
  }

  /** R17: one who began anew since stops nobody by what he signed before. */
  @Test
  void believesTheStateOfSomebodyWhoBeganAnewIfALaterOneVouchesForIt() {
    GroupState byBert =
        people.next(withoutCarl, People.ANNA, people.admin(People.ANNA), people.admin(People.BERT));
    GroupState promoted =
        people.next(
            byBert,
            People.BERT,
            people.admin(People.ANNA),
            people.admin(People.BERT),
            people.member(People.DORA));
    people.resetAccountKey(People.BERT);
    GroupState byAnna =
        people.next(promoted, People.ANNA, people.admin(People.ANNA), people.member(People.DORA));

    GroupView after = later.advance(e1, dated(CHANGED + 9, byBert, promoted, byAnna), people);

    assertThat(after.current()).isEqualTo(byAnna);
    assertThat(
            GroupView.join(
                    e1, dated(CHANGED + 9, first, withoutCarl, byBert, promoted, byAnna), people)
                .current())
        .isEqualTo(byAnna);
    assertRejected(
        GroupFault.SIGNER_KEY_CHANGED,
        () -> later.advance(e1, dated(CHANGED + 9, byBert, promoted), people));
  }

  /** Its device was replaced since, but a later state by an admin of then names its hash. */
  @Test
  void believesAnOldSignerForWhomALaterOneVouches() {
    GroupState byOldPhone = withDora(withoutCarl);
    people.renewDeviceKey(People.ANNA);
    GroupState byNewPhone =
        people.next(byOldPhone, People.ANNA, people.admin(People.ANNA), people.member(People.DORA));

    assertRejected(GroupFault.SIGNER_NOT_LISTED, () -> advance(later, byOldPhone));
    GroupView after = later.advance(e1, dated(CHANGED + 9, byOldPhone, byNewPhone), people);
    assertThat(after.current()).isEqualTo(byNewPhone);
    assertThat(after.states())
        .extracting(DatedState::state)
        .containsExactly(first, withoutCarl, byOldPhone, byNewPhone);
  }

  @Test
  void isToBeSignedAnewOnceItsSignerHasLeftTheListOrBeganAnew() {
    GroupState left = people.next(withoutCarl, People.BERT, people.admin(People.ANNA));
    GroupView byBert = advance(later, left);
    GroupView cutOff = new GroupView(dated(CHANGED + 5, withoutCarl));
    assertThat(List.of(view, later, byBert, cutOff))
        .allMatch(known -> known.isProvable(e1, people));

    people.unlist(People.BERT);
    assertThat(byBert.isProvable(e1, people)).isFalse();
    assertThat(later.isProvable(e1, people)).isTrue();
    people.resetAccountKey(People.ANNA);
    assertThat(List.of(view, later, cutOff)).noneMatch(known -> known.isProvable(e1, people));
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
        () -> later.advance(e1, dated(CHANGED + 9, byStolenPhone, byAccomplice), people));
  }

  @Test
  void letsSomebodyLeave() {
    GroupState left = people.next(withoutCarl, People.BERT, people.admin(People.ANNA));

    assertThat(advance(later, left).current()).isEqualTo(left);
  }

  /** R4: the server cannot swap a member's identity. */
  @Test
  void namesMembersWhoseKeyIsAnotherThanThePinnedOne() {
    people.resetAccountKey(People.BERT);

    assertThat(later.keyMismatches(people::isKeyOf)).containsExactly(People.BERT);
    assertThat(view.keyMismatches(people::isKeyOf)).containsExactly(People.BERT);
  }

  /** R1: nor put another account under his id, for those who have never met him. */
  @Test
  void takesNothingOfAnotherAccountUnderAMembersId() {
    people.resetAccountKey(People.BERT);

    GroupView.requireNamed(view.current(), People.ANNA, people::isKeyOf);
    assertRejected(
        GroupFault.MEMBER_KEY_CHANGED,
        () -> GroupView.requireNamed(view.current(), People.BERT, people::isKeyOf));
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
    return from.advance(e1, dated(CHANGED + 7, next), people);
  }
}
