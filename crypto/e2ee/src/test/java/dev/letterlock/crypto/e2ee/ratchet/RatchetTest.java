package dev.letterlock.crypto.e2ee.ratchet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatchetTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final long MONTH = Ratchet.MAX_AGE.toMillis();

  private final E1 e1 = new E1(Sodium.load());
  private final SecureRandom random = new SecureRandom();
  private final SecretBytes root = e1.sodium().randomSecret(32);
  private final X25519KeyPair signedPreKey = e1.sodium().agreementKeyPair();
  private Ratchet alice = Ratchet.initiator(e1, root, signedPreKey.publicKey(), random);
  private Ratchet bob = Ratchet.responder(e1, root, signedPreKey);

  @Test
  void agreesInAnyOrderOverManySteps() {
    for (int turn = 0; turn < 6; turn++) {
      List<SendingStep> steps = List.of(fromAlice(), fromAlice(), fromAlice());
      assertThat(steps.reversed()).allMatch(this::atBob);
      SendingStep reply = bob.nextSending(random);
      assertThat(reply.previousCount()).isEqualTo(turn == 0 ? 0 : 1);
      assertThat(atAlice(reply)).isTrue();
    }
  }

  @Test
  void countsWhatItSentInTheChainBefore() {
    atBob(fromAlice());
    fromAlice();
    atAlice(bob.nextSending(random));

    SendingStep step = fromAlice();

    assertThat(step.previousCount()).isEqualTo(2);
    assertThat(step.count()).isZero();
    assertThat(atBob(step)).isTrue();
    assertThat(bob.storedKeys()).isEqualTo(1);
  }

  @Test
  void cannotSendBeforeItHasReceived() {
    assertThatIllegalStateException().isThrownBy(() -> bob.nextSending(random));
  }

  @Test
  void skipsAThousandKeysAndNoMore() {
    skip(1000);
    SendingStep step = fromAlice();
    Ratchet other = Ratchet.responder(e1, root, signedPreKey);
    SendingStep tooFar = fromAlice();

    assertThat(atBob(step)).isTrue();
    assertThat(bob.storedKeys()).isEqualTo(1000);
    assertRefused(OpenFault.TOO_FAR_AHEAD, other, tooFar);
  }

  @Test
  void countsTheOldChainIntoTheJump() {
    atBob(fromAlice());
    SendingStep reply = bob.nextSending(random);
    skip(600);
    atAlice(reply);
    skip(400);
    SendingStep justRight = fromAlice();
    SendingStep tooFar = fromAlice();

    assertRefused(OpenFault.TOO_FAR_AHEAD, copy(bob), tooFar);
    assertThat(atBob(justRight)).isTrue();
  }

  @Test
  void keepsTwoThousandKeysAndDropsTheOldest() {
    List<SendingStep> skipped = new ArrayList<>();
    for (int block = 0; block < 3; block++) {
      for (int i = 0; i < 1000; i++) {
        skipped.add(fromAlice());
      }
      atBob(fromAlice());
    }

    assertThat(bob.storedKeys()).isEqualTo(2000);
    assertRefused(OpenFault.NO_MESSAGE_KEY, copy(bob), skipped.get(999));
    assertThat(atBob(skipped.get(1000))).isTrue();
    assertThat(atBob(skipped.get(2999))).isTrue();
  }

  @Test
  void keepsKeysForThirtyDays() {
    SendingStep skipped = fromAlice();
    atBob(fromAlice());

    assertThat(open(copy(bob), skipped, NOW + MONTH)).isTrue();
    assertThatExceptionOfType(OpenRejectedException.class)
        .isThrownBy(() -> open(copy(bob), skipped, NOW + MONTH + 1))
        .matches(e -> e.fault() == OpenFault.NO_MESSAGE_KEY);
  }

  @Test
  void readsFromFiveChains() {
    List<SendingStep> skipped = new ArrayList<>();
    for (int chain = 0; chain < 6; chain++) {
      skipped.add(fromAlice());
      atBob(fromAlice());
      atAlice(bob.nextSending(random));
    }

    assertThat(atBob(copy(bob), skipped.getFirst())).as("the key is gone").isFalse();
    assertThat(skipped.subList(1, 6)).allMatch(this::atBob);
    assertThat(bob.storedKeys()).isZero();
  }

  @Test
  void refusesAStepOfThePeerBeforeItsOwn() {
    Ratchet twin = Ratchet.initiator(e1, root, signedPreKey.publicKey(), random);
    atBob(fromAlice());

    assertRefused(OpenFault.NO_MESSAGE_KEY, bob, twin.nextSending(random));
  }

  @Test
  void refusesARatchetKeyOfLowOrder() {
    RecordHeader header = new RecordHeader(0, X25519PublicKey.of(new byte[32]), 0, 0);

    assertThatExceptionOfType(KeyRejectedException.class)
        .isThrownBy(() -> bob.receivingKey(header, NOW))
        .matches(e -> e.fault() == KeyFault.LOW_ORDER_POINT);
  }

  @Test
  void survivesBeingStoredBetweenAllSteps() {
    for (int turn = 0; turn < 8; turn++) {
      SendingStep lost = fromAlice();
      assertThat(lost.count()).isZero();
      SendingStep step = fromAlice();
      alice = copy(alice);
      assertThat(atBob(step)).isTrue();
      bob = copy(bob);
      SendingStep reply = bob.nextSending(random);
      bob = copy(bob);
      assertThat(atAlice(reply)).isTrue();
    }
  }

  private SendingStep fromAlice() {
    return alice.nextSending(random);
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      fromAlice();
    }
  }

  private boolean atBob(SendingStep step) {
    return atBob(bob, step);
  }

  private static boolean atBob(Ratchet at, SendingStep step) {
    return open(at, step, NOW);
  }

  private boolean atAlice(SendingStep step) {
    return open(alice, step, NOW);
  }

  private static boolean open(Ratchet at, SendingStep step, long now) {
    return at.receivingKey(header(step), now).matches(step.messageKey());
  }

  private static RecordHeader header(SendingStep step) {
    return new RecordHeader(0, step.dh(), step.previousCount(), step.count());
  }

  private Ratchet copy(Ratchet ratchet) {
    try (StateWriter out = new StateWriter()) {
      ratchet.write(out);
      StateReader in = new StateReader("ratchet", out.toByteArray());
      Ratchet copy = Ratchet.read(e1, in);
      in.end();
      return copy;
    }
  }

  private static void assertRefused(OpenFault fault, Ratchet at, SendingStep step) {
    assertThatExceptionOfType(OpenRejectedException.class)
        .isThrownBy(() -> at.receivingKey(header(step), NOW))
        .matches(e -> e.fault() == fault, fault.name());
  }
}
