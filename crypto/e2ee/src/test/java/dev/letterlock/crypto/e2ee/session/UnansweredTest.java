package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Alice writes, and Bob only reads: she knows of no session to link a renewal to, so that his
 * device has to tell her renewals from resets by what is due (docs/E2EE.md §2.4).
 */
class UnansweredTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final SettableClock clock = new SettableClock();
  private final Phone alice = Phone.alice(clock).replenish();
  private final Phone bob = Phone.bob(clock).replenish();

  @Test
  void readsEverythingInTheEndThatWasSentWithoutAnAnswer() {
    List<Letter> waiting = new ArrayList<>();
    for (int sent = 0; sent < 6_100; sent++) {
      waiting.add(write());
    }

    assertThat(waiting).allMatch(bob::opens);

    assertRenewed(6);
    assertThat(alice.opens(bob.send(alice))).isTrue();
    assertThat(alice.send(bob).header().size()).isEqualTo(93);
  }

  @Test
  void readsEverythingAtOnceThatIsSentWithoutAnAnswer() {
    for (int sent = 0; sent < 2_100; sent++) {
      assertThat(bob.opens(write())).isTrue();
    }

    assertRenewed(2);
  }

  /** Also where the last message of a session, and some before it, are lost. */
  @Test
  void expectsARenewalThoughOneInTwentyIsLost() {
    for (int sent = 0; sent < 1_100; sent++) {
      Letter letter = write();
      if (sent % 20 != 19) {
        assertThat(bob.opens(letter)).isTrue();
      }
    }

    assertRenewed(1);
  }

  @Test
  void readsAMessageADay() {
    for (int day = 0; day < 35; day++) {
      assertThat(bob.opens(write())).isTrue();
      pass(DAY);
    }

    assertRenewed(4);
  }

  @Test
  void readsInTheEndWhatWasSentOnEachDayOfAMonth() {
    List<Letter> waiting = new ArrayList<>();
    for (int day = 0; day < 30; day++) {
      waiting.add(write());
      clock.pass(DAY);
    }

    assertThat(waiting).allMatch(bob::opens);

    assertRenewed(4);
  }

  /** Two weeks after its renewal Alice gives up the session that he answered in. */
  @Test
  void readsAMessageADayAfterItAnsweredOnce() {
    alice.converse(bob);
    for (int day = 0; day < 35; day++) {
      pass(DAY.plusMinutes(1));
      assertThat(bob.opens(write())).isTrue();
    }

    assertLinkedAndThenRenewed(2, 3);
  }

  @Test
  void readsInTheEndWhatWasSentOnEachDayOfAMonthAfterItAnsweredOnce() {
    alice.converse(bob);
    List<Letter> waiting = new ArrayList<>();
    for (int day = 0; day < 29; day++) {
      clock.pass(DAY.plusMinutes(1));
      waiting.add(write());
    }

    assertThat(waiting).allMatch(bob::opens);

    assertLinkedAndThenRenewed(2, 2);
  }

  @Test
  void tellsOfARenewalWithoutALinkWhileTheSessionThatItAnsweredInMayBeLinkedTo() {
    alice.converse(bob);
    pass(Session.RENEWED_AFTER);
    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    pass(PeerSessions.RECEIVE_ONLY.minus(Session.EARLY).minusMillis(1));
    alice.store(bob, alice.stateOf(bob).withoutSessions(alice.e1));

    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();

    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
  }

  /** The first message of a session was under way for some hours. */
  @Test
  void expectsARenewalSomewhatEarly() {
    Letter first = write();
    assertThat(bob.opens(first.dated(first.at().plus(Duration.ofHours(10))))).isTrue();
    pass(Session.RENEWED_AFTER);

    assertThat(bob.opens(write())).isTrue();

    assertRenewed(1);
  }

  @Test
  void tellsAndLimitsRenewalsThatAreNotDue() {
    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    pass(Session.RENEWED_AFTER.minus(Session.EARLY).minusMillis(1));
    for (int resets = 1; resets <= PeerSessions.MAX_RESETS; resets++) {
      assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
      assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
    }

    assertTooMany(alice.start(bob).send(bob));
  }

  @Test
  void tellsOfARenewalOneMessageTooEarly() {
    alice.start(bob);
    for (int sent = 1; sent < Session.MANY_RECEIVED; sent++) {
      assertThat(bob.opens(alice.send(bob))).isTrue();
    }
    Letter many = alice.send(bob);
    Letter early = alice.start(bob).send(bob);
    Phone.Snapshot before = bob.snapshot();

    assertThat(bob.opens(early)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);

    bob.restore(before);
    assertThat(bob.opens(many)).isTrue();
    assertThat(bob.opens(early)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Renewed.class);
  }

  /** A number is the sender's word: only what was opened has been received. */
  @Test
  void countsWhatItReceivedAndNotHowFarTheSenderIs() {
    alice.start(bob);
    for (int sent = 1; sent < Session.MAX_UNANSWERED; sent++) {
      alice.send(bob);
    }
    assertThat(bob.opens(alice.send(bob))).isTrue();

    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();

    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
  }

  @Test
  void tellsOfEachRenewalWithoutALinkOnceItHasSent() {
    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    bob.send(alice);
    pass(Session.RENEWED_AFTER);
    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
    pass(Session.RENEWED_AFTER.minus(Session.EARLY));

    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();

    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
  }

  /** Whoever has Alice's keys takes the place of one renewal, and her own next one tells of it. */
  @Test
  void noticesACloneByTheNextRenewalOfTheDeviceItself() {
    assertThat(bob.opens(write())).isTrue();
    Phone.Snapshot stolen = alice.snapshot();
    pass(Session.RENEWED_AFTER);
    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Renewed.class);
    alice.restore(stolen);

    assertThat(bob.opens(write())).isTrue();

    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
  }

  /** Before that of the session, or later than now by its own clock. */
  @Test
  void tellsOfARenewalWhereTheServerSaysAnotherTime() {
    assertThat(bob.opens(write())).isTrue();
    Letter renewal = alice.start(bob).send(bob);
    Phone.Snapshot before = bob.snapshot();

    for (Instant told : List.of(Instant.EPOCH, renewal.at().plus(Session.RENEWED_AFTER))) {
      bob.restore(before);
      assertThat(bob.opens(renewal.dated(told))).isTrue();
      assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
    }
  }

  /** What the server says of times decides nothing but that. */
  @Test
  void renewsAndForgetsByItsOwnClockAlone() {
    Letter first = write();
    assertThat(bob.opens(first.dated(Instant.EPOCH))).isTrue();
    assertThat(bob.readiness(alice)).isEqualTo(Readiness.READY);
    Letter late = alice.send(bob);
    assertThat(bob.opens(alice.start(bob).send(bob).dated(Instant.EPOCH))).isTrue();

    clock.pass(PeerSessions.RECEIVE_ONLY);

    assertThat(bob.opens(late)).isTrue();
  }

  /** Its own first answer is no reason to begin anew, however much it has read. */
  @Test
  void isNotDueItselfForWhatItReceived() {
    alice.start(bob);
    for (int sent = 0; sent < Session.MAX_UNANSWERED; sent++) {
      assertThat(bob.opens(alice.send(bob))).isTrue();
    }
    assertThat(bob.readiness(alice)).isEqualTo(Readiness.READY);

    for (int sent = 1; sent < Session.MAX_UNANSWERED; sent++) {
      bob.send(alice);
    }
    assertThat(bob.readiness(alice)).isEqualTo(Readiness.READY);
    bob.send(alice);
    assertThat(bob.readiness(alice)).isEqualTo(Readiness.HANDSHAKE_DUE);
  }

  /** As Alice's device does it: it renews what is due, and writes. */
  private Letter write() {
    if (alice.readiness(bob) != Readiness.READY) {
      alice.start(bob);
    }
    return alice.send(bob);
  }

  /** A key that is used has to be younger than 30 days. */
  private void pass(Duration time) {
    clock.pass(time);
    bob.rotate();
  }

  private void assertRenewed(int times) {
    assertThat(bob.events).first().isInstanceOf(SessionEvent.Started.class);
    assertThat(bob.events.subList(1, bob.events.size()))
        .hasSize(times)
        .allMatch(SessionEvent.Renewed.class::isInstance);
  }

  private void assertLinkedAndThenRenewed(int linked, int renewed) {
    assertThat(bob.events.subList(1, bob.events.size())).hasSize(linked + renewed);
    assertThat(bob.events.subList(1, 1 + linked)).allMatch(SessionEvent.Relinked.class::isInstance);
    assertThat(bob.events.subList(1 + linked, bob.events.size()))
        .allMatch(SessionEvent.Renewed.class::isInstance);
  }

  private void assertTooMany(Letter letter) {
    assertThatExceptionOfType(OpenRejectedException.class)
        .isThrownBy(() -> bob.opens(letter))
        .matches(e -> e.fault() == OpenFault.TOO_MANY_RESETS);
  }
}
