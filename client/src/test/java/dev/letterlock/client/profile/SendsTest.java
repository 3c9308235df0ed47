package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SendsTest {

  private static final UUID MESSAGE = new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0001L);
  private static final UUID USER = new UUID(1, 2);
  private static final DeviceAddress DEVICE = new DeviceAddress(UserId.of(USER), -1);
  private static final Draft DRAFT =
      new Draft(
          MESSAGE, new UUID(3, 4), USER, false, List.of(DEVICE), Octets.of(new byte[] {1, 2}));

  private final MemoryVault vault = new MemoryVault();

  @Test
  void keepsEntriesInTheOrderInWhichTheyCame() {
    try (Transaction step = new Transaction(vault)) {
      Sends sends = new Sends(step);
      sends.add(DRAFT);
      sends.add(DRAFT);
      sends.put(sends.add(DRAFT).sealed(Octets.of(new byte[] {9}), List.of(DEVICE)).accepted(5));
      step.commit();
    }
    try (Transaction step = new Transaction(vault)) {
      List<OutboxEntry> entries = new Sends(step).entries();

      assertThat(entries).extracting(OutboxEntry::order).containsExactly(1L, 2L, 3L);
      assertThat(entries.getFirst().draft()).isEqualTo(DRAFT);
      assertThat(entries.getFirst().isSealed()).isFalse();
      assertThat(entries.getLast().isSealed()).isTrue();
      assertThat(entries.getLast().acceptedAt()).isEqualTo(5);
      assertThat(entries.getLast().sealedFor()).containsExactly(DEVICE);
      assertThat(entries.getLast().reopened().isSealed()).isFalse();
    }
  }

  @Test
  void neverGivesAnOrderTwice() {
    try (Transaction step = new Transaction(vault)) {
      Sends sends = new Sends(step);
      long first = sends.add(DRAFT).order();
      sends.remove(first);

      assertThat(sends.add(DRAFT).order()).isGreaterThan(first);
    }
  }

  @Test
  void keepsCopiesUntilTheirTimeIsOver() {
    try (Transaction step = new Transaction(vault)) {
      Sends sends = new Sends(step);
      SentCopy copy = new SentCopy(DRAFT, Map.of(DEVICE, Hash32.ZERO));
      long written = MESSAGE.getMostSignificantBits() >>> 16;
      sends.keepCopy(copy);

      sends.forgetCopiesBefore(written);
      assertThat(sends.copy(MESSAGE)).contains(copy);

      sends.forgetCopiesBefore(written + 1);
      assertThat(sends.copy(MESSAGE)).isEmpty();
    }
  }
}
