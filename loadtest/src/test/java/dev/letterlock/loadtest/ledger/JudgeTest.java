package dev.letterlock.loadtest.ledger;

import static dev.letterlock.loadtest.ledger.Scene.ALICE;
import static dev.letterlock.loadtest.ledger.Scene.BOB;
import static dev.letterlock.loadtest.ledger.Scene.BOBS_OTHER;
import static dev.letterlock.loadtest.ledger.Scene.CAROL;
import static dev.letterlock.loadtest.ledger.Scene.CONVERSATION;
import static dev.letterlock.loadtest.ledger.Scene.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.ledger.Entry.Begun;
import dev.letterlock.loadtest.ledger.Entry.Refused;
import dev.letterlock.loadtest.ledger.Entry.Shown;
import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.Cursor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every kind of violation in ledgers written by hand, and beside each what is none. */
class JudgeTest {

  private static final int EXPIRED = 1;
  private static final int NEW_EPOCH = 5;

  private final Scene scene = new Scene();

  @Test
  void findsNothingWhereAllWasKept() {
    scene.exchanges(3).receives(ALICE, 10).receives(ALICE, 30).claims(ALICE, 1, BOB, 77);

    Judgement found = scene.judged();

    assertThat(found.clean()).isTrue();
    assertThat(found.findings()).isEmpty();
    assertThat(found.submitted()).isEqualTo(3);
    assertThat(found.accepted()).isEqualTo(3);
    assertThat(found.shown()).isEqualTo(6);
    assertThat(found.receipts()).isEqualTo(2);
    assertThat(found.preKeys()).isEqualTo(1);
    assertThat(found.neverAccepted()).isEmpty();
    assertThat(found.lives()).isEqualTo(4);
  }

  @Test
  void missesWhatOneDeviceDidNotShow() {
    scene.exchanges(2).submits(ALICE, 3).isTold(ALICE, 3, 30).shows(BOB, 3, 3, ALICE, 30);

    found(Violation.LOST);
    assertThat(scene.judged().findings())
        .singleElement()
        .asString()
        .contains(id(3).toString(), BOBS_OTHER.toString());
  }

  @Test
  void missesAMessageForEachDeviceThatDidNotShowIt() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10);

    assertThat(scene.judged().of(Violation.LOST)).isEqualTo(2);
  }

  @Test
  void missesNothingForAFullInbox() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER).shows(BOB, 1, 1, ALICE, 10);

    assertThat(scene.judged().clean()).isTrue();
  }

  @Test
  void listsApartWhatWasNeverAccepted() {
    scene.submits(ALICE, 1).submits(ALICE, 2).submits(ALICE, 3);
    scene.write(ALICE, new Refused(id(3), 10)).shows(BOB, 1, 2, ALICE, 20);

    Judgement found = scene.judged();

    assertThat(found.clean()).as("a promise that was not made cannot be broken").isTrue();
    assertThat(found.neverAccepted()).containsExactly(id(1), id(2));
    assertThat(found.refused()).isEqualTo(1);
    assertThat(found.accepted()).isZero();
  }

  @Test
  void seesAMessageAgainAtTheSamePlace() {
    scene.exchanges(2).shows(BOB, 2, 2, ALICE, 20);

    found(Violation.SHOWN_TWICE);
  }

  @Test
  void missesNothingThatWasPutAside() {
    scene.exchanges(1).submits(ALICE, 2).isTold(ALICE, 2, 20);
    scene.putsAside(BOB, 2, 2, ALICE, 20).shows(BOBS_OTHER, 2, 2, ALICE, 20);

    Judgement found = scene.judged();

    assertThat(found.clean()).isTrue();
    assertThat(found.putAside()).isEqualTo(1);
    assertThat(found.shown()).isEqualTo(3);
  }

  @Test
  void seesAMessageAgainThatWasPutAside() {
    scene.exchanges(1).submits(ALICE, 2).isTold(ALICE, 2, 20, BOBS_OTHER);
    scene.putsAside(BOB, 2, 2, ALICE, 20).shows(BOB, 2, 2, ALICE, 20);

    found(Violation.SHOWN_TWICE);
  }

  @Test
  void countsApartWhatTheServerMayForget() {
    scene.risks(ALICE, true).submits(ALICE, 1).isTold(ALICE, 1, 10).risks(ALICE, false);
    scene.shows(BOB, 1, 1, ALICE, 10);

    Judgement found = scene.judged();

    assertThat(found.clean()).isTrue();
    assertThat(found.forgotten()).isEqualTo(1);
  }

  @Test
  void missesWhatWasAcceptedBeforeOrAfterTheServerForgot() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10).risks(ALICE, true).risks(ALICE, false);
    scene.submits(ALICE, 2).isTold(ALICE, 2, 20, BOBS_OTHER);
    scene.shows(BOBS_OTHER, 1, 1, ALICE, 10);

    Judgement found = scene.judged();

    assertThat(found.of(Violation.LOST)).isEqualTo(2);
    assertThat(found.forgotten()).isZero();
  }

  @Test
  void letsAMessageComeAgainThatWasUnansweredWhenTheServerForgot() {
    scene.submits(ALICE, 1).shows(BOB, 1, 1, ALICE, 10);
    scene.risks(ALICE, true).risks(ALICE, false).isTold(ALICE, 1, 20, BOBS_OTHER);
    scene.skips(BOB, place(1, 1), place(2, 0), NEW_EPOCH).repeats(BOB, 1, 1, ALICE, 20);

    Judgement found = scene.judged();

    assertThat(found.findings()).isEmpty();
    assertThat(found.repeated()).isEqualTo(1);
  }

  @Test
  void seesAMessageAgainThatTheServerMayNotHaveForgotten() {
    scene.exchanges(1).risks(ALICE, true).risks(ALICE, false);
    scene.skips(BOB, place(1, 1), place(2, 0), NEW_EPOCH).repeats(BOB, 1, 1, ALICE, 10);

    assertThat(scene.judged().of(Violation.SHOWN_TWICE)).isEqualTo(1);
  }

  @Test
  void seesAMessageAgainAtAnotherPlaceAndInAnotherLife() {
    scene.exchanges(2).write(BOB, new Begun(BOB)).shows(BOB, 3, 1, ALICE, 10);

    found(Violation.SHOWN_TWICE);
  }

  @Test
  void seesAHoleInAnInbox() {
    scene.exchanges(1).submits(ALICE, 2).isTold(ALICE, 2, 20);
    scene.shows(BOB, 2, 2, ALICE, 20).shows(BOBS_OTHER, 3, 2, ALICE, 20);

    found(Violation.OUT_OF_ORDER);
  }

  @Test
  void seesAnInboxThatDoesNotBeginWithItsFirstPlace() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10);
    scene.shows(BOB, 1, 1, ALICE, 10).shows(BOBS_OTHER, 2, 1, ALICE, 10);

    found(Violation.OUT_OF_ORDER);
  }

  @Test
  void seesAPlaceBehindALaterOne() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER);
    scene.submits(CAROL, 2).isTold(CAROL, 2, 15, BOBS_OTHER);
    scene.submits(CAROL, 3).isTold(CAROL, 3, 16, BOBS_OTHER);
    scene.shows(BOB, 1, 1, ALICE, 10).shows(BOB, 3, 2, CAROL, 15).shows(BOB, 2, 3, CAROL, 16);

    assertThat(scene.judged().of(Violation.OUT_OF_ORDER)).isEqualTo(2);
  }

  @Test
  void seesAMessageBehindALaterOneOfItsSender() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER);
    scene.submits(ALICE, 2).isTold(ALICE, 2, 20, BOBS_OTHER);
    scene.shows(BOB, 1, 2, ALICE, 20).shows(BOB, 2, 1, ALICE, 10);

    found(Violation.OUT_OF_ORDER);
  }

  /** It had come to the others before, and was only accepted later. */
  @Test
  void takesAMessageThatComesAsItWasAccepted() {
    scene.submits(ALICE, 1).submits(ALICE, 2).isTold(ALICE, 2, 20).isTold(ALICE, 1, 10);
    scene.shows(BOB, 1, 1, ALICE, 10).shows(BOB, 2, 2, ALICE, 20);
    scene.shows(BOBS_OTHER, 1, 2, ALICE, 20).shows(BOBS_OTHER, 2, 1, ALICE, 10);

    assertThat(scene.judged().findings()).isEmpty();
  }

  @Test
  void seesAMessageBehindALaterOneThatWasNeverAnswered() {
    scene.submits(ALICE, 1).submits(ALICE, 2).isTold(ALICE, 1, 10, BOBS_OTHER);
    scene.shows(BOB, 1, 2, ALICE, 20).shows(BOB, 2, 1, ALICE, 10);

    found(Violation.OUT_OF_ORDER);
  }

  @Test
  void comparesTheTimesOfOneSenderOnly() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER);
    scene.submits(CAROL, 2).isTold(CAROL, 2, 5, BOBS_OTHER);
    scene.shows(BOB, 1, 1, ALICE, 10).shows(BOB, 2, 2, CAROL, 5);

    assertThat(scene.judged().clean()).isTrue();
  }

  @Test
  void takesAGapForThePlacesThatItNames() {
    scene.skips(BOB, place(1, 1), place(1, 3), EXPIRED);
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER).shows(BOB, 4, 1, ALICE, 10);

    assertThat(scene.judged().clean()).isTrue();
    assertThat(scene.judged().gaps()).isEqualTo(1);
  }

  @Test
  void seesAGapThatDoesNotFollow() {
    scene.skips(BOB, place(1, 2), place(1, 3), EXPIRED);

    found(Violation.OUT_OF_ORDER);
  }

  @Test
  void beginsAnewWithANewEpochThatWasToldInWelcomeAndByAGap() {
    scene.exchanges(1).skips(BOB, place(1, 1), place(2, 0), NEW_EPOCH);
    scene.skips(BOB, place(1, 1), place(2, 0), NEW_EPOCH);
    scene.submits(ALICE, 2).isTold(ALICE, 2, 20, BOBS_OTHER);
    scene.write(BOB, new Shown(place(2, 1), id(2), ALICE, 20, Scene.digest(2)));

    assertThat(scene.judged().clean()).isTrue();
  }

  @Test
  void seesANewEpochThatWasNotTold() {
    scene.exchanges(1).submits(ALICE, 2).isTold(ALICE, 2, 20, BOBS_OTHER);
    scene.write(BOB, new Shown(place(2, 1), id(2), ALICE, 20, Scene.digest(2)));

    found(Violation.OUT_OF_ORDER);
  }

  @Test
  void seesAReceiptThatGoesBack() {
    scene.receives(ALICE, 30).receives(ALICE, 20).write(ALICE, new Begun(ALICE));
    scene.receives(ALICE, 30).receives(ALICE, 29);

    found(Violation.RECEIPT_BACKWARDS);
  }

  @Test
  void letsNewsOvertakeWhatASessionBeginsWith() {
    scene.receives(ALICE, 10).write(ALICE, new Begun(ALICE));
    scene.receives(ALICE, 20).receives(ALICE, 10);

    assertThat(scene.judged().clean()).isTrue();
  }

  @Test
  void keepsReceiptsOfEveryKindAndDeviceApart() {
    scene.receives(ALICE, 20).write(ALICE, new Told(2, CONVERSATION, BOB.user(), 1, 10));
    scene.write(ALICE, new Told(1, CONVERSATION, BOB.user(), 2, 10));
    scene.write(ALICE, new Told(1, CONVERSATION, CAROL.user(), 1, 10)).receives(CAROL, 10);

    assertThat(scene.judged().clean()).isTrue();
  }

  @Test
  void seesAKeyThatTwoDevicesGot() {
    scene.claims(ALICE, 1, BOB, 77).claims(CAROL, 1, BOB, 77);

    found(Violation.PRE_KEY_TWICE);
  }

  @Test
  void seesAKeyThatOneDeviceGotForTwoRequests() {
    scene.claims(ALICE, 1, BOB, 77).claims(ALICE, 2, BOB, 77);

    found(Violation.PRE_KEY_TWICE);
  }

  @Test
  void letsARequestBeAnsweredAgain() {
    scene.claims(ALICE, 1, BOB, 77).claims(ALICE, 1, BOB, 77).claims(ALICE, 2, BOBS_OTHER, 77);

    assertThat(scene.judged().clean()).isTrue();
    assertThat(scene.judged().preKeys()).isEqualTo(2);
  }

  @Test
  void seesOtherBytes() {
    scene.exchanges(1).submits(ALICE, 2).isTold(ALICE, 2, 20, BOBS_OTHER);
    scene.write(BOB, new Shown(place(1, 2), id(2), ALICE, 20, 4711));

    found(Violation.ALTERED);
  }

  @Test
  void seesAnotherSender() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER).shows(BOB, 1, 1, CAROL, 10);

    found(Violation.ALTERED);
  }

  @Test
  void seesAnotherTimeThanWasPromised() {
    scene.submits(ALICE, 1).isTold(ALICE, 1, 10, BOBS_OTHER).shows(BOB, 1, 1, ALICE, 11);

    found(Violation.ALTERED);
  }

  @Test
  void seesTwoAnswersForOneMessage() {
    scene.exchanges(1).isTold(ALICE, 1, 11);

    found(Violation.ALTERED);
  }

  @Test
  void seesAMessageThatNobodyHandedIn() {
    scene.shows(BOB, 1, 1, ALICE, 10);

    found(Violation.ALTERED);
  }

  @Test
  void seesAMessageWhereItWasNotAddressed() {
    scene.exchanges(1).shows(CAROL, 1, 1, ALICE, 10);

    found(Violation.ALTERED);
  }

  private void found(Violation violation) {
    Judgement found = scene.judged();
    assertThat(found.clean()).isFalse();
    assertThat(Arrays.stream(Violation.values()).filter(one -> found.of(one) > 0))
        .containsExactly(violation);
    assertThat(found.of(violation)).isEqualTo(1);
    assertThat(found.findings()).singleElement().asString().startsWith(violation.words());
  }

  private static Cursor place(long epoch, long seq) {
    return new Cursor(epoch, seq);
  }
}
