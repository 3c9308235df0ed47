package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.primitive.Hash32;
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
    converse();
    Letter linked = alice.start(bob).send(bob);

    assertThat(bob.opens(linked)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Relinked.class);
    assertThat(alice.opens(bob.send(alice))).isTrue();
  }

  @Test
  void refusesALinkToASessionThatItDoesNotHave() {
    converse();
    Letter linked = alice.start(bob).send(bob);
    bob.store(alice, PeerState.unknown(alice.own.cert().address().user(), 1));

    assertRefused(OpenFault.UNKNOWN_LINK, bob, linked);
  }

  @Test
  void showsResetsAndTakesFourADay() {
    converse();
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
  void usesTheLiveSessionUntilAnOfferIsAnswered() {
    converse();
    int live = tag(alice.send(bob));
    alice.offer(bob, false);
    Letter request = alice.request(bob);

    assertThat(tag(request)).isNotEqualTo(live);
    assertThat(tag(alice.send(bob))).isEqualTo(live);
    assertThat(alice.opens(bob.send(alice))).isTrue();
    assertThat(tag(alice.send(bob))).isEqualTo(live);

    assertThat(bob.opens(request)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
    assertThat(alice.opens(bob.send(alice))).isTrue();
    assertThat(tag(alice.send(bob))).isEqualTo(tag(request));
    assertThat(bob.opens(alice.send(bob))).isTrue();
  }

  @Test
  void offersALinkedSessionQuietly() {
    converse();

    assertThat(bob.opens(alice.offer(bob, true).request(bob))).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Relinked.class);
    assertThat(alice.opens(bob.send(alice))).isTrue();
  }

  @Test
  void offersOneSessionADay() {
    assertThat(alice.mayOffer(bob)).isTrue();
    converse();
    assertThat(alice.mayOffer(bob)).isTrue();
    alice.offer(bob, false);

    assertThat(alice.mayOffer(bob)).isFalse();
    clock.pass(Duration.ofDays(1).plusMillis(1));
    assertThat(alice.mayOffer(bob)).isTrue();
  }

  @Test
  void usesThePeersSessionIfItCouldNotReadTheOwn() {
    for (int i = 0; i < 4; i++) {
      Phone caller = new Phone(new UUID(4, i), 1, CipherSuite.HYBRID, clock, 40 + i).replenish();
      caller.start(bob).send(bob);
      Letter request = bob.offer(caller, false).request(caller);

      assertThat(caller.opens(request)).isTrue();
      caller.giveWay(bob);
      Letter again = caller.send(bob);
      assertThat(tag(again)).isEqualTo(tag(request));
      assertThat(bob.opens(again)).isTrue();
    }
  }

  @Test
  void keepsAnUnansweredSessionIfThePeerCouldNotReadAnOlderOne() {
    converse();
    clock.pass(Duration.ofDays(7));
    Letter renewed = alice.start(bob).send(bob);

    alice.giveWay(bob);

    assertThat(tag(alice.send(bob))).isEqualTo(tag(renewed));
  }

  @Test
  void linksOnlyToASessionThatThePeerIsKnownToHave() {
    converse();
    alice.start(bob).send(bob);
    Letter linked = alice.start(bob).send(bob);

    assertThat(bob.opens(linked)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Relinked.class);
  }

  @Test
  void linksToNothingBeforeTheFirstAnswer() {
    alice.start(bob).send(bob);

    assertThat(bob.opens(alice.start(bob).send(bob))).isTrue();
    assertThat(bob.events).singleElement().isInstanceOf(SessionEvent.Started.class);
  }

  @Test
  void settlesOnTheSmallerIdWhenHandshakesCross() {
    alice.replenish();
    alice.start(bob);
    bob.start(alice);
    Letter fromAlice = alice.send(bob);
    Letter fromBob = bob.send(alice);

    assertThat(bob.opens(fromAlice)).isTrue();
    assertThat(alice.opens(fromBob)).isTrue();
    int tagOfAlice = tag(alice.send(bob));
    assertThat(tag(bob.send(alice))).isEqualTo(tagOfAlice);
    assertThat(Integer.compareUnsigned(tagOfAlice, tag(fromAlice))).isLessThanOrEqualTo(0);
    assertThat(Integer.compareUnsigned(tagOfAlice, tag(fromBob))).isLessThanOrEqualTo(0);
    assertThat(alice.events).noneMatch(SessionEvent.Reset.class::isInstance);
    assertThat(bob.events).noneMatch(SessionEvent.Reset.class::isInstance);
  }

  @Test
  void followsALinkToASessionThatItHadNoAnswerIn() {
    alice.replenish();
    for (int i = 0; i < 4; i++) {
      SettableClock own = new SettableClock();
      Phone caller = new Phone(new UUID(4, i), 1, CipherSuite.HYBRID, own, 40 + i).replenish();
      bob.opens(caller.start(bob).send(bob));
      assertThat(caller.opens(bob.start(caller).send(caller))).isTrue();

      assertThat(bob.opens(caller.send(bob))).isTrue();
      assertThat(caller.send(bob).header().size()).isEqualTo(93);
      assertThat(bob.send(caller).header().size()).isEqualTo(93);
    }
  }

  @Test
  void refusesItsOwnLettersBack() {
    Letter first = alice.start(bob).send(bob);
    Letter reflected = new Letter(bob, first.header(), first.payloadHash(), first.cek());
    assertRefused(OpenFault.BAD_TAG, alice, reflected);

    bob.opens(first);
    alice.opens(bob.send(alice));
    Letter later = alice.send(bob);
    assertRefused(
        OpenFault.BAD_TAG,
        alice,
        new Letter(bob, later.header(), later.payloadHash(), later.cek()));
  }

  @Test
  void readsAReplacedSessionForFourteenDays() {
    converse();
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
    converse();
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
    converse();
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);

    clock.pass(Duration.ofDays(7));
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.HANDSHAKE_DUE);
    alice.start(bob);
    assertThat(alice.readiness(bob)).isEqualTo(Readiness.READY);
  }

  @Test
  void asksForANewHandshakeAfterAThousandUnansweredMessages() {
    converse();
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
    assertRefused(OpenFault.SUITE_REFUSED, bob, before);
  }

  @Test
  void endsAllSessionsOfADeviceThatRegisteredAnew() {
    converse();
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

  private void converse() {
    alice.start(bob);
    bob.opens(alice.send(bob));
    alice.opens(bob.send(alice));
    bob.opens(alice.send(bob));
  }

  private static int tag(Letter letter) {
    return DeviceHeader.parse(letter.header().toByteArray()).recordHeader().tag();
  }

  private static void assertRefused(OpenFault fault, Phone at, Letter letter) {
    Phone.Snapshot before = at.snapshot();
    assertThatExceptionOfType(OpenRejectedException.class)
        .isThrownBy(() -> at.opens(letter))
        .matches(e -> e.fault() == fault, fault.name());
    assertThat(at.snapshot()).isEqualTo(before);
  }
}
