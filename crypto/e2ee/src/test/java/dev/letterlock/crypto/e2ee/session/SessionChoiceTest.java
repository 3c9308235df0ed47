package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.testing.SettableClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which session is used where there are several (docs/E2EE.md §2.4, §2.5). */
class SessionChoiceTest {

  private final SettableClock clock = new SettableClock();
  private final Phone alice = Phone.alice(clock);
  private final Phone bob = Phone.bob(clock).replenish();

  @Test
  void usesTheLiveSessionUntilAnOfferIsAnswered() {
    alice.converse(bob);
    int live = alice.send(bob).tag();
    alice.offer(bob, false);
    Letter request = alice.request(bob);

    assertThat(request.tag()).isNotEqualTo(live);
    assertThat(alice.send(bob).tag()).isEqualTo(live);
    assertThat(alice.opens(bob.send(alice))).isTrue();
    assertThat(alice.send(bob).tag()).isEqualTo(live);

    assertThat(bob.opens(request)).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Reset.class);
    assertThat(alice.opens(bob.send(alice))).isTrue();
    assertThat(alice.send(bob).tag()).isEqualTo(request.tag());
    assertThat(bob.opens(alice.send(bob))).isTrue();
  }

  @Test
  void offersALinkedSessionQuietly() {
    alice.converse(bob);

    assertThat(bob.opens(alice.offer(bob, true).request(bob))).isTrue();
    assertThat(bob.events).last().isInstanceOf(SessionEvent.Relinked.class);
    assertThat(alice.opens(bob.send(alice))).isTrue();
  }

  @Test
  void offersOneSessionADay() {
    assertThat(alice.mayOffer(bob)).isTrue();
    alice.converse(bob);
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
      assertThat(again.tag()).isEqualTo(request.tag());
      assertThat(bob.opens(again)).isTrue();
    }
  }

  @Test
  void keepsAnUnansweredSessionIfThePeerCouldNotReadAnOlderOne() {
    alice.converse(bob);
    clock.pass(Duration.ofDays(7));
    Letter renewed = alice.start(bob).send(bob);

    alice.giveWay(bob);

    assertThat(alice.send(bob).tag()).isEqualTo(renewed.tag());
  }

  @Test
  void linksOnlyToASessionThatThePeerIsKnownToHave() {
    alice.converse(bob);
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
    int tagOfAlice = alice.send(bob).tag();
    assertThat(bob.send(alice).tag()).isEqualTo(tagOfAlice);
    assertThat(Integer.compareUnsigned(tagOfAlice, fromAlice.tag())).isLessThanOrEqualTo(0);
    assertThat(Integer.compareUnsigned(tagOfAlice, fromBob.tag())).isLessThanOrEqualTo(0);
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
}
