package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PairwiseSessionsTest {

  private final SettableClock clock = new SettableClock();
  private final Phone alice = Phone.alice(clock);
  private final Phone bob = Phone.bob(clock).replenish();

  @Test
  void repeatsTheHandshakeUntilTheFirstReply() {
    alice.start(bob);
    Letter first = alice.send(bob);
    Letter second = alice.send(bob);
    assertThat(first.header().size()).isEqualTo(1231);
    assertThat(second.header().size()).isEqualTo(1231);

    assertThat(bob.opens(second)).isTrue();
    assertThat(bob.opens(first)).isTrue();
    Letter reply = bob.send(alice);
    assertThat(reply.header().size()).isEqualTo(93);
    assertThat(alice.opens(reply)).isTrue();
    assertThat(alice.send(bob).header().size()).isEqualTo(93);
    assertThat(bob.events).singleElement().isInstanceOf(SessionEvent.Started.class);
    assertThat(alice.events).isEmpty();
  }

  @Test
  void usesSuite1WhereOneOfTheTwoSpeaksNoOther() {
    Phone old = new Phone(new UUID(3, 3), 1, CipherSuite.CLASSIC, clock, 3).replenish();

    alice.start(old);
    Letter toOld = alice.send(old);
    old.start(alice);
    Letter fromOld = old.send(alice);

    assertThat(toOld.header().size()).isEqualTo(143);
    assertThat(fromOld.header().size()).isEqualTo(143);
    assertThat(old.opens(toOld)).isTrue();
    assertThat(alice.opens(fromOld)).isTrue();
  }

  @Test
  void givesUpSkippedKeysAndReplacedSessionsOfTheSilent() {
    alice.converse(bob);
    Letter skipped = alice.send(bob);
    assertThat(bob.opens(alice.send(bob))).isTrue();
    assertThat(bob.sessions.expire(bob.stateOf(alice))).isEmpty();
    int withKey = bob.stateOf(alice).encode().length;
    clock.pass(Ratchet.MAX_AGE.plusMillis(1));

    bob.store(alice, bob.sessions.expire(bob.stateOf(alice)).orElseThrow());

    assertThat(bob.stateOf(alice).encode()).hasSizeLessThan(withKey);
    assertThat(bob.sessions.expire(bob.stateOf(alice))).isEmpty();
    assertRefused(OpenFault.NO_MESSAGE_KEY, bob, skipped);
    bob.rotate();
    alice.converse(bob);
    int withBoth = alice.stateOf(bob).encode().length;
    clock.pass(PeerSessions.RECEIVE_ONLY.plusMillis(1));
    assertThat(alice.sessions.expire(alice.stateOf(bob)).orElseThrow().encode())
        .hasSizeLessThan(withBoth);
  }

  /** As after a key store was set back. */
  @Test
  void knowsWithoutItsSessionsThatADeviceSpokeSuite2() {
    alice.converse(bob);
    alice.store(bob, alice.stateOf(bob).withoutSessions(alice.e1));

    assertThat(alice.readiness(bob)).isEqualTo(Readiness.NO_SESSION);
    try (PeerSessions left = alice.stateOf(bob).open(alice.e1)) {
      assertThat(left.isDowngrade(classic(bob))).isTrue();
    }
  }

  private static TrustedDevice classic(Phone other) {
    OwnDevice old =
        OwnDevice.generate(
            other.e1, CipherSuite.CLASSIC, other.own.cert().address(), new SettableClock());
    return new TrustedDevice(old.cert(), old.cert().certHash(other.e1), 1);
  }

  @Test
  void talksForManyTurns() {
    alice.start(bob);
    for (int turn = 0; turn < 20; turn++) {
      Phone from = turn % 2 == 0 ? alice : bob;
      Phone to = turn % 2 == 0 ? bob : alice;
      List<Letter> letters = new ArrayList<>();
      for (int i = 0; i <= turn % 4; i++) {
        letters.add(from.send(to));
      }
      assertThat(letters.reversed()).allMatch(to::opens);
    }
  }

  @Test
  void opensNothingTwice() {
    alice.start(bob);
    Letter letter = alice.send(bob);
    bob.opens(letter);

    assertRefused(OpenFault.NO_MESSAGE_KEY, bob, letter);
    assertThat(alice.opens(bob.send(alice))).isTrue();
    Letter later = alice.send(bob);
    assertThat(bob.opens(later)).isTrue();
    assertRefused(OpenFault.NO_MESSAGE_KEY, bob, later);
  }

  @Test
  void deletesTheOneTimeKeysOfAHandshakeThatWasOpened() {
    int before = bob.ownPreKeys().oneTimeCount();
    alice.start(bob);
    Letter letter = alice.send(bob);

    assertRefused(OpenFault.BAD_TAG, bob, letter.withPayload(Hash32.ZERO));
    assertThat(bob.ownPreKeys().oneTimeCount()).isEqualTo(before);
    bob.opens(letter);
    assertThat(bob.ownPreKeys().oneTimeCount()).isEqualTo(before - 1);
    assertThat(bob.ownPreKeys().kemOneTimeCount()).isEqualTo(19);
  }

  @Test
  void remembersHandshakesWithoutAOneTimeKey() {
    bob.oneTimeAtServer.clear();
    bob.kemAtServer.clear();
    Letter first = alice.start(bob).send(bob);
    bob.opens(first);
    bob.store(alice, PeerState.unknown(alice.own.cert().address().user(), 1));

    assertRefused(OpenFault.REPLAYED_HANDSHAKE, bob, first);
  }

  @Test
  void takesALinkedHandshakeQuietly() {
    alice.converse(bob);
    Letter linked = alice.start(bob).send(bob);

    assertThat(bob.opens(linked)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Relinked.class);
    assertThat(alice.opens(bob.send(alice))).isTrue();
  }

  @Test
  void refusesALinkToASessionThatItDoesNotHave() {
    alice.converse(bob);
    Letter linked = alice.start(bob).send(bob);
    bob.store(alice, PeerState.unknown(alice.own.cert().address().user(), 1));

    assertRefused(OpenFault.UNKNOWN_LINK, bob, linked);
  }

  @Test
  void showsResetsAndTakesFourADay() {
    alice.converse(bob);
    for (int i = 0; i < 4; i++) {
      assertThat(bob.opens(alice.offer(bob, false).request(bob))).isTrue();
      assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
    }

    Letter fifth = alice.offer(bob, false).request(bob);
    assertRefused(OpenFault.TOO_MANY_RESETS, bob, fifth);
    clock.pass(Duration.ofDays(1));
    assertThat(bob.opens(fifth)).isTrue();
  }

  @Test
  void takesResetsAfterAClockThatWasFarAheadWasCorrected() {
    alice.converse(bob);
    clock.pass(Duration.ofDays(365));
    bob.rotate();
    for (int i = 0; i < 4; i++) {
      assertThat(bob.opens(alice.offer(bob, false).request(bob))).isTrue();
    }
    clock.pass(Duration.ofDays(-365));
    bob.rotate();

    assertThat(bob.opens(alice.offer(bob, false).request(bob))).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
  }

  @Test
  void refusesItsOwnLettersBack() {
    Letter first = alice.start(bob).send(bob);
    Letter reflected =
        new Letter(bob, first.header(), first.payloadHash(), first.cek(), first.at());
    assertRefused(OpenFault.BAD_TAG, alice, reflected);

    bob.opens(first);
    alice.opens(bob.send(alice));
    Letter later = alice.send(bob);
    assertRefused(
        OpenFault.BAD_TAG,
        alice,
        new Letter(bob, later.header(), later.payloadHash(), later.cek(), later.at()));
  }

  @Test
  void readsAReplacedSessionForFourteenDays() {
    alice.converse(bob);
    Letter early = alice.send(bob);
    Letter late = alice.send(bob);
    bob.opens(alice.start(bob).send(bob));

    clock.pass(Duration.ofDays(14));
    assertThat(bob.opens(early)).isTrue();
    clock.pass(Duration.ofMillis(1));
    assertRefused(OpenFault.WRONG_SESSION, bob, late);
  }

  @Test
  void keepsFourReplacedSessions() {
    alice.converse(bob);
    List<Letter> ofEachSession = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ofEachSession.add(alice.send(bob));
      bob.opens(alice.start(bob).send(bob));
    }

    assertRefused(OpenFault.WRONG_SESSION, bob, ofEachSession.getFirst());
    assertThat(ofEachSession.subList(1, 5)).allMatch(bob::opens);
  }

  @Test
  void asksForANewHandshakeAfterSevenDays() {
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.NO_SESSION);
    alice.converse(bob);
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);

    clock.pass(Duration.ofDays(7));
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.HANDSHAKE_DUE);
    alice.start(bob);
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);
  }

  /** It would not be renewed for a year otherwise. */
  @Test
  void asksForANewHandshakeOnceAClockThatWasFarAheadIsCorrected() {
    clock.pass(Duration.ofDays(365));
    bob.rotate();
    alice.converse(bob);
    clock.pass(Duration.ofDays(-365));
    bob.rotate();

    assertThat(alice.readiness(bob)).isEqualTo(Readiness.HANDSHAKE_DUE);
    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);
  }

  @Test
  void asksForANewHandshakeAfterAThousandUnansweredMessages() {
    alice.converse(bob);
    for (int i = 0; i < 998; i++) {
      alice.send(bob);
    }
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);

    Letter last = alice.send(bob);
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.HANDSHAKE_DUE);
    assertThat(bob.opens(last)).isTrue();
    alice.opens(bob.send(alice));
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);
  }

  @Test
  void refusesTheWeakerSuiteFromADeviceThatSpeaksTheStronger() {
    Phone weaker = new Phone(alice.own.cert().address().user(), 1, CipherSuite.CLASSIC, clock, 9);
    Letter before = weaker.start(bob).send(bob);
    bob.opens(alice.start(bob).send(bob));
    PeerState hybridSeen = bob.stateOf(alice);

    bob.store(weaker, hybridSeen);
    assertRefused(OpenFault.SUITE_DOWNGRADE, bob, before);
  }

  @Test
  void endsAllSessionsOfADeviceThatRegisteredAnew() {
    alice.converse(bob);
    Phone anew = new Phone(alice.own.cert().address().user(), 1, CipherSuite.HYBRID, clock, 9);
    Letter old = alice.send(bob);
    Letter fresh = anew.start(bob).send(bob);
    bob.store(anew, bob.stateOf(alice));

    assertThat(bob.readiness(anew)).isEqualTo(Readiness.NO_SESSION);
    assertThat(bob.opens(fresh)).isTrue();
    assertThat(bob.events)
        .contains(new SessionEvent.DeviceReplaced(alice.own.certHash(), anew.own.certHash()));
    bob.store(alice, bob.stateOf(anew));
    assertRefused(OpenFault.WRONG_SESSION, bob, old);
  }

  private static void assertRefused(OpenFault fault, Phone at, Letter letter) {
    Phone.Snapshot before = at.snapshot();
    assertThatExceptionOfType(OpenRejectedException.class)
        .isThrownBy(() -> at.opens(letter))
        .matches(e -> e.fault() == fault, fault.name());
    assertThat(at.snapshot()).isEqualTo(before);
  }
}
