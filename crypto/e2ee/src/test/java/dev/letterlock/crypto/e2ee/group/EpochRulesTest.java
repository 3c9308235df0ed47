package dev.letterlock.crypto.e2ee.group;

import static dev.letterlock.crypto.e2ee.group.GroupFaults.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.group.GroupState;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which messages and sender keys are taken, by the states of their time. */
class EpochRulesTest extends GroupCase {

  private static final long HOUR = TimeUnit.HOURS.toMicros(1);

  @Test
  void takesMessagesOfTheCurrentEpochAtAnyTime() {
    accept(later, withoutCarl, People.BERT, CHANGED + 100 * HOUR);
  }

  @Test
  void takesMessagesOfTheEpochBeforeForAnHour() {
    accept(later, first, People.BERT, CHANGED + 5 + HOUR);

    assertRejected(
        GroupFault.STALE_EPOCH, () -> accept(later, first, People.BERT, CHANGED + 6 + HOUR));
  }

  /** A reader who was away finds out about the change before he gets to it. */
  @Test
  void takesWhatWasAcceptedBeforeTheAuthorWasPutOut() {
    accept(later, first, People.CARL, CHANGED + 5);
  }

  @Test
  void takesNothingOfTheOneWhomTheChangePutOut() {
    assertRejected(GroupFault.NOT_A_MEMBER, () -> accept(later, first, People.CARL, CHANGED + 6));
    assertRejected(
        GroupFault.NOT_A_MEMBER, () -> accept(later, withoutCarl, People.CARL, CHANGED + 6));
    assertRejected(
        GroupFault.NOT_A_MEMBER, () -> accept(later, withoutCarl, People.DORA, CHANGED + 6));
  }

  @Test
  void letsTheOneWhomTheChangePutOutReadNothingLater() {
    later.requireAccepted(place(first), People.BERT, People.CARL, CHANGED + 5);

    assertRejected(
        GroupFault.NOT_A_MEMBER,
        () -> later.requireAccepted(place(first), People.BERT, People.CARL, CHANGED + 6));
    assertRejected(
        GroupFault.NOT_A_MEMBER,
        () -> later.requireAccepted(place(withoutCarl), People.BERT, People.CARL, CHANGED + 6));
  }

  @Test
  void letsANewMemberReadNothingOfBefore() {
    GroupState third = withDora(withoutCarl);
    GroupView ofDora = GroupView.join(e1, apart(first, withoutCarl, third), people);

    ofDora.requireAccepted(place(third), People.BERT, People.DORA, CHANGED + 3 * HOUR);
    assertRejected(
        GroupFault.NOT_A_MEMBER,
        () -> ofDora.requireAccepted(place(withoutCarl), People.BERT, People.DORA, CHANGED + HOUR));
  }

  /** Three changes in a known group while a member was away, or a group made meanwhile. */
  @Test
  void judgesAMessageByTheStatesOfItsTime() {
    GroupState third = withDora(withoutCarl);
    GroupState fourth =
        people.next(third, People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
    List<DatedState> all = apart(first, withoutCarl, third, fourth);

    for (GroupView much :
        List.of(
            GroupView.join(e1, all, people),
            GroupView.join(e1, all.subList(0, 1), people).advance(e1, all.subList(1, 4), people))) {
      accept(much, first, People.CARL, CHANGED + 2 * HOUR);
      accept(much, withoutCarl, People.ANNA, CHANGED + 4 * HOUR);
      accept(much, third, People.DORA, CHANGED + 6 * HOUR);
      accept(much, third, People.ANNA, CHANGED + 7 * HOUR);
      assertRejected(
          GroupFault.NOT_A_MEMBER, () -> accept(much, third, People.DORA, CHANGED + 7 * HOUR));
      assertRejected(
          GroupFault.STALE_EPOCH, () -> accept(much, first, People.ANNA, CHANGED + 4 * HOUR));
    }
  }

  @Test
  void endsTheHourOfAnEpochWithTheNextChange() {
    GroupView twice = later.advance(e1, dated(CHANGED + 9, withDora(withoutCarl)), people);

    accept(twice, first, People.BERT, CHANGED + 9);
    assertRejected(GroupFault.STALE_EPOCH, () -> accept(twice, first, People.BERT, CHANGED + 10));
  }

  @Test
  void forgetsTheStatesThatWereReplacedAMonthAgo() {
    long month = TimeUnit.DAYS.toMicros(30);
    GroupState third = withDora(withoutCarl);

    assertThat(later.advance(e1, dated(CHANGED + 5 + month, third), people).states()).hasSize(3);
    assertThat(later.advance(e1, dated(CHANGED + 6 + month, third), people).states())
        .extracting(DatedState::state)
        .containsExactly(withoutCarl, third);
  }

  @Test
  void keepsSixtyFourStates() {
    GroupView longer = view;
    for (int i = 0; i < 70; i++) {
      GroupState next =
          people.next(
              longer.current(), People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
      longer = longer.advance(e1, dated(CHANGED, next), people);
    }

    assertThat(longer.states()).hasSize(64);
    assertThat(longer.current().epoch()).isEqualTo(71);
    assertThat(GroupView.decode(longer.encode())).isEqualTo(longer);
  }

  @Test
  void takesNothingOfOtherEpochsAndGroups() {
    GroupState third = withDora(withoutCarl);
    ChainPlace elsewhere = new ChainPlace(People.ANNA, 2, 1);

    assertRejected(GroupFault.FUTURE_EPOCH, () -> accept(later, third, People.BERT, CHANGED));
    assertRejected(
        GroupFault.WRONG_GROUP,
        () -> later.requireAccepted(elsewhere, People.BERT, People.ANNA, CHANGED));
  }

  /** R1: a key for the same epoch of another branch. */
  @Test
  void refusesASenderKeyForAnotherMembership() {
    GroupState fork = withDora(first);
    SenderKeyDistribution key = SenderChain.begin(e1, fork, 0).distribution(e1);

    assertRejected(
        GroupFault.SPLIT_STATE,
        () -> later.requireAccepted(e1, key, People.BERT, People.ANNA, CHANGED));
    later.requireAccepted(
        e1,
        SenderChain.begin(e1, withoutCarl, 0).distribution(e1),
        People.BERT,
        People.ANNA,
        CHANGED);
  }

  private GroupState withDora(GroupState before) {
    return people.next(
        before,
        People.ANNA,
        people.admin(People.ANNA),
        people.member(People.BERT),
        people.member(People.DORA));
  }

  private static void accept(GroupView view, GroupState state, UUID sender, long serverTime) {
    view.requireAccepted(place(state), sender, People.BERT, serverTime);
  }

  /** Each two hours after the one before. */
  private static List<DatedState> apart(GroupState... states) {
    return IntStream.range(0, states.length)
        .mapToObj(i -> new DatedState(states[i], CHANGED + 2L * i * HOUR))
        .toList();
  }

  private static ChainPlace place(GroupState state) {
    return new ChainPlace(state.group(), state.epoch(), 1);
  }
}
