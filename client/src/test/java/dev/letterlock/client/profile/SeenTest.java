package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SeenTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final DeviceAddress BOB = new DeviceAddress(UserId.of(new UUID(1, 2)), 3);
  private static final DeviceAddress OTHER = new DeviceAddress(UserId.of(new UUID(1, 2)), 4);

  private final MemoryVault vault = new MemoryVault();

  @Test
  void knowsMessagesByAuthorAndSlicesByHash() {
    try (Transaction step = new Transaction(vault)) {
      Seen seen = new Seen(step);
      seen.add(message(NOW), BOB, mark(1), NOW);

      assertThat(seen.mark(message(NOW), BOB)).isPresent();
      assertThat(seen.mark(message(NOW), OTHER)).isEmpty();
      assertThat(seen.mark(message(NOW + 1), BOB)).isEmpty();
      assertThat(seen.hasSlice(hash(1))).isTrue();
      assertThat(seen.hasSlice(hash(2))).isFalse();
    }
  }

  @Test
  void forgetsAllOfWhatIsOld() {
    try (Transaction step = new Transaction(vault)) {
      Seen seen = new Seen(step);
      seen.add(message(NOW - 1), BOB, mark(1), NOW);
      seen.add(message(NOW), BOB, mark(2), NOW);

      assertThat(seen.forgetBefore(NOW)).isTrue();

      assertThat(seen.mark(message(NOW - 1), BOB)).isEmpty();
      assertThat(seen.hasSlice(hash(1))).isFalse();
      assertThat(seen.mark(message(NOW), BOB)).isPresent();
      assertThat(seen.hasSlice(hash(2))).isTrue();
    }
  }

  /** Its author chose the id. */
  @Test
  void forgetsWhatHasAnIdOfTheFutureByWhenItCame() {
    long yearOf9999 = 253_370_764_800_000L;
    try (Transaction step = new Transaction(vault)) {
      Seen seen = new Seen(step);
      seen.add(message(yearOf9999), BOB, mark(1), NOW);
      seen.add(message(yearOf9999 + 1), BOB, mark(2), NOW + 1);

      assertThat(seen.forgetBefore(NOW)).isTrue();
      assertThat(seen.mark(message(yearOf9999), BOB)).isPresent();
      assertThat(seen.hasSlice(hash(1))).isTrue();

      assertThat(seen.forgetBefore(NOW + 1)).isTrue();
      assertThat(seen.mark(message(yearOf9999), BOB)).isEmpty();
      assertThat(seen.hasSlice(hash(1))).isFalse();
      assertThat(seen.mark(message(yearOf9999 + 1), BOB)).isPresent();

      assertThat(seen.forgetBefore(NOW + 2)).isTrue();
      assertThat(step.keys(Shelf.SEQUENCE)).isEmpty();
    }
  }

  /** Between the clocks of two devices. */
  @Test
  void notesNoArrivalOfWhatIsALittleAhead() {
    try (Transaction step = new Transaction(vault)) {
      new Seen(step).add(message(NOW + 86_400_000), BOB, mark(1), NOW);

      assertThat(step.keys(Shelf.SEQUENCE)).hasSize(2);
    }
  }

  @Test
  void forgetsALittleAtATime() {
    try (Transaction step = new Transaction(vault)) {
      Seen seen = new Seen(step);
      for (int number = 0; number < Seen.MOST_FORGOTTEN + 1; number++) {
        seen.add(message(NOW - number - 1), BOB, mark(number), NOW);
      }

      assertThat(seen.forgetBefore(NOW)).isFalse();
      assertThat(step.keys(Shelf.SEQUENCE)).hasSize(2);
      assertThat(seen.mark(message(NOW - 1), BOB)).isPresent();

      assertThat(seen.forgetBefore(NOW)).isTrue();
      assertThat(step.keys(Shelf.SEQUENCE)).isEmpty();
    }
  }

  @Test
  void remembersWhetherAnybodyWasToLearnOfIt() {
    try (Transaction step = new Transaction(vault)) {
      Seen seen = new Seen(step);
      seen.add(message(NOW), BOB, new Seen.Mark(hash(1), false), NOW);
      seen.add(message(NOW), OTHER, new Seen.Mark(hash(2), true), NOW);

      assertThat(seen.mark(message(NOW), BOB)).contains(new Seen.Mark(hash(1), false));
      assertThat(seen.mark(message(NOW), OTHER)).contains(new Seen.Mark(hash(2), true));
    }
  }

  /** The hash alone. */
  @Test
  void tellsNobodyAgainOfWhatAnEarlierProgramMarked() {
    assertThat(Seen.Mark.decode(hash(1).toByteArray())).isEqualTo(new Seen.Mark(hash(1), true));
  }

  private static Seen.Mark mark(int number) {
    return new Seen.Mark(hash(number), false);
  }

  private static UUID message(long millis) {
    return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L);
  }

  private static Hash32 hash(int number) {
    return Hash32.of(ByteBuffer.allocate(Hash32.SIZE).putInt(number).array());
  }
}
