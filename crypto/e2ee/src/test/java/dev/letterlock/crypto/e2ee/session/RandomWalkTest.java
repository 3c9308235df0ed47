package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.testing.SettableClock;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two devices under random loss, reordering, replay, bit flips, payload swaps and restored backups:
 * everything is opened once, but for what a limit is the reason of, nothing is opened wrongly or
 * twice, what is refused changes nothing, and no key stream is used for two messages.
 */
class RandomWalkTest {

  private static final int STEPS = 400;

  /** How a letter is refused that was opened before. */
  private static final Set<OpenFault> REPEATED =
      EnumSet.of(
          OpenFault.NO_MESSAGE_KEY,
          OpenFault.WRONG_SESSION,
          OpenFault.BAD_TAG,
          OpenFault.UNKNOWN_PRE_KEY,
          OpenFault.UNKNOWN_LINK);

  private final SettableClock clock = new SettableClock();
  private final Phone alice = Phone.alice(clock).replenish();
  private final Phone bob = Phone.bob(clock).replenish();
  private final List<Letter> sent = new ArrayList<>();
  private final Set<Letter> opened = new HashSet<>();
  private final Set<BigInteger> streams = new HashSet<>();
  private final UsedMessageKeys used = new UsedMessageKeys();
  private final GivenUp givenUp = new GivenUp();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void opensEachLetterOnceAndNothingElse(long seed) {
    Random random = new Random(seed);
    alice.start(bob);
    send(alice);
    for (int step = 0; step < STEPS; step++) {
      clock.pass(Duration.ofSeconds(random.nextInt(60)));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> send(random.nextBoolean() ? alice : bob);
        case 3, 4, 5 -> deliver(pick(random));
        case 6 -> tamper(pick(random), random);
        default -> renew(random);
      }
    }
    sent.forEach(this::deliver);
    assertThat(opened.size()).isGreaterThan(sent.size() * 3 / 4);
  }

  /** A restored device wraps with message keys that it used before. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverUsesAKeyStreamTwiceAfterARestoredBackup(long seed) {
    Random random = new Random(seed);
    alice.start(bob);
    send(alice);
    deliver(sent.getFirst());
    Phone.Snapshot backup = bob.snapshot();
    for (int step = 0; step < STEPS / 2; step++) {
      Phone turn = random.nextBoolean() ? alice : bob;
      send(turn);
      Letter letter = sent.getLast();
      if (random.nextInt(3) > 0) {
        attempt(letter);
      }
      switch (random.nextInt(10)) {
        case 0 -> bob.restore(backup);
        case 1 -> backup = bob.snapshot();
        default -> {}
      }
    }
    assertThat(used.repeated()).isGreaterThan(5);
  }

  private void send(Phone from) {
    Phone to = other(from);
    if (from.readiness(to) == Readiness.NO_SESSION) {
      from.start(to);
    }
    PeerState before = from.stateOf(to);
    Letter letter = from.send(to);
    sent.add(letter);
    givenUp.sent(letter);
    used.note(before, letter);
    assertThat(streams.add(keyStream(letter))).as("a key stream never used before").isTrue();
  }

  /** Two wraps under one key and nonce would show the same stream. */
  private static BigInteger keyStream(Letter letter) {
    byte[] header = letter.header().toByteArray();
    byte[] wrapped = Arrays.copyOfRange(header, header.length - 48, header.length - 16);
    return new BigInteger(1, wrapped).xor(new BigInteger(1, letter.cek().revealCopy()));
  }

  private void deliver(Letter letter) {
    Phone to = other(letter.from());
    Phone.Snapshot before = to.snapshot();
    try {
      assertThat(to.opens(letter)).isTrue();
      assertThat(opened.add(letter)).as("opened for the first time").isTrue();
      givenUp.opened(to, letter);
    } catch (OpenRejectedException e) {
      assertThat(to.snapshot()).isEqualTo(before);
      if (opened.contains(letter)) {
        assertThat(e.fault()).isIn(REPEATED);
      } else {
        assertThat(givenUp.explains(e.fault(), to, letter)).as("%s is due to a limit", e).isTrue();
      }
    }
  }

  private void attempt(Letter letter) {
    try {
      assertThat(other(letter.from()).opens(letter)).isTrue();
    } catch (OpenRejectedException e) {
      assertThat(e.fault()).isNotNull();
    }
  }

  private void tamper(Letter letter, Random random) {
    Phone to = other(letter.from());
    Phone.Snapshot before = to.snapshot();
    byte[] header = letter.header().toByteArray();
    Letter changed =
        switch (random.nextInt(3)) {
          case 0 -> letter.withPayload(Hash32.ZERO);
          case 1 -> letter.withHeader(Arrays.copyOf(header, random.nextInt(header.length)));
          default -> {
            header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
            yield letter.withHeader(header);
          }
        };
    try {
      to.opens(changed);
      throw new AssertionError("a changed letter was opened");
    } catch (OpenRejectedException e) {
      assertThat(to.snapshot()).isEqualTo(before);
    }
  }

  private void renew(Random random) {
    if (random.nextInt(10) == 0) {
      Phone from = random.nextBoolean() ? alice : bob;
      from.start(other(from));
      send(from);
    }
  }

  private Letter pick(Random random) {
    int newest = sent.size() - 1;
    return sent.get(Math.max(0, newest - random.nextInt(12)));
  }

  private Phone other(Phone phone) {
    return phone == alice ? bob : alice;
  }
}
