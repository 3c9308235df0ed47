package dev.letterlock.storage.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgedInboxStoreContractTest extends StoreContract {
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  private final DeviceAddress device = Samples.device();
  private AgedInboxStore aged;

  @BeforeEach
  void open() {
    aged = stores().agedInboxes();
  }

  @Test
  void readsInOrderOfEpochAndSeqWhateverTheOrderOfCopying() {
    AgedEntry first = entry(1, 9, 10);
    AgedEntry second = entry(1, 200, 10);
    AgedEntry third = entry(2, 1, 10);
    AgedEntry last = entry(-1, -2, 10);
    aged.copy(List.of(last, second, third, first));
    aged.copy(List.of(new AgedEntry(next(device), new Cursor(1, 1), Samples.bytes(9), FAR)));

    assertThat(read(Cursor.ZERO, 100, 1000)).containsExactly(first, second, third, last);
    assertThat(read(new Cursor(1, 9), 100, 1000)).containsExactly(second, third, last);
    assertThat(read(new Cursor(1, 10), 2, 1000)).containsExactly(second, third);
    assertThat(read(new Cursor(-1, -1), 100, 1000)).isEmpty();
  }

  @Test
  void boundsAPageByBytesButReturnsOneEntryAlways() {
    List<AgedEntry> entries = entries(5, 100);
    aged.copy(entries);

    assertThat(read(Cursor.ZERO, 100, 300)).isEqualTo(entries.subList(0, 3));
    assertThat(read(Cursor.ZERO, 100, 299)).isEqualTo(entries.subList(0, 2));
    assertThat(read(Cursor.ZERO, 100, 1)).isEqualTo(entries.subList(0, 1));
  }

  @Test
  void copiesAnEntryOnce() {
    List<AgedEntry> entries = entries(4, 50);
    aged.copy(entries.subList(0, 3));
    aged.copy(entries.subList(1, 4));
    aged.copy(List.of());
    assertThat(read(Cursor.ZERO, 100, 1000)).isEqualTo(entries);
  }

  @Test
  void deletesUpToACursor() {
    List<AgedEntry> entries = entries(4, 50);
    aged.copy(entries);
    AgedEntry other = new AgedEntry(next(device), new Cursor(1, 1), Samples.bytes(9), FAR);
    aged.copy(List.of(other));
    aged.deleteUpTo(Map.of());
    aged.deleteUpTo(Map.of(device, new Cursor(1, 2), other.device(), new Cursor(0, 9)));
    assertThat(read(Cursor.ZERO, 100, 1000)).isEqualTo(entries.subList(2, 4));
    assertThat(aged.read(other.device(), Cursor.ZERO, 9, 99)).containsExactly(other);
  }

  @Test
  void namesEveryDeviceWithItsOldestEntry() {
    DeviceAddress second = next(device);
    aged.copy(entries(3, 9));
    aged.copy(List.of(new AgedEntry(second, new Cursor(7, 8), Samples.bytes(9), FAR)));
    AgedHead head = new AgedHead(second, new Cursor(7, 8));

    DeviceAddress before = new DeviceAddress(device.user(), device.device() - 1);
    assertThat(aged.heads(before, 2)).containsExactly(new AgedHead(device, new Cursor(1, 1)), head);
    assertThat(aged.heads(before, 1)).hasSize(1);
    assertThat(aged.heads(device, 1)).containsExactly(head);
    assertThat(aged.heads(null, 1)).hasSize(1);
  }

  @Test
  void deletesSingleEntries() {
    List<AgedEntry> entries = entries(4, 50);
    aged.copy(entries);
    aged.delete(List.of());
    aged.delete(List.of(entries.get(0), entries.get(2)));
    aged.delete(List.of(entries.get(2)));
    assertThat(read(Cursor.ZERO, 100, 1000)).containsExactly(entries.get(1), entries.get(3));
  }

  @Test
  void forgetsOneDeviceAlone() {
    AgedEntry other = new AgedEntry(next(device), new Cursor(1, 1), Samples.bytes(9), FAR);
    aged.copy(entries(4, 50));
    aged.copy(List.of(other));
    aged.forget(device);

    assertThat(read(Cursor.ZERO, 100, 1000)).isEmpty();
    assertThat(aged.read(other.device(), Cursor.ZERO, 9, 99)).containsExactly(other);
  }

  @Test
  void findsWhatHasExpired() {
    Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
    AgedEntry old = new AgedEntry(device, new Cursor(1, 1), Samples.bytes(9), longAgo);
    aged.copy(List.of(old, entry(1, 2, 9)));

    assertThat(aged.expired(longAgo.plusSeconds(1), 10)).containsExactly(old);
    aged.deleteUpTo(Map.of(device, old.cursor()));
    assertThat(aged.expired(longAgo.plusSeconds(1), 10)).isEmpty();
  }

  private List<AgedEntry> read(Cursor after, int maxEntries, int maxBytes) {
    return aged.read(device, after, maxEntries, maxBytes);
  }

  private List<AgedEntry> entries(int count, int size) {
    List<AgedEntry> entries = new ArrayList<>();
    for (int seq = 1; seq <= count; seq++) {
      entries.add(entry(1, seq, size));
    }
    return entries;
  }

  private AgedEntry entry(long epoch, long seq, int size) {
    return new AgedEntry(device, new Cursor(epoch, seq), Samples.bytes(size), FAR);
  }

  private static DeviceAddress next(DeviceAddress device) {
    return new DeviceAddress(device.user(), device.device() + 1);
  }
}
