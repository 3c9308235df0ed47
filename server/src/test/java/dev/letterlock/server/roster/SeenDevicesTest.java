package dev.letterlock.server.roster;

import static dev.letterlock.server.roster.Shelf.TODAY;
import static dev.letterlock.server.roster.Shelf.USER;
import static dev.letterlock.server.roster.Shelf.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceRegistration;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.Roster.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeenDevicesTest {
  private static final DeviceAddress PHONE = new DeviceAddress(USER, 1);
  private static final DeviceAddress TABLET = new DeviceAddress(USER, 2);
  private static final LocalDate LONG_AGO = TODAY.minusDays(31);

  private final Shelf shelf = new Shelf();
  private final RosterCache rosters = shelf.cache(new Recipients());
  private final Devices devices = new Devices();
  private final SeenDevices seen =
      SeenDevices.start(devices, rosters, Shelf.CLOCK, Duration.ofMillis(1));

  @AfterEach
  void close() {
    seen.close();
  }

  @Test
  void addressesADeviceAgainSoonAfterItHasComeBack() {
    shelf.put(1, member(1, 7, TODAY), member(2, 8, LONG_AGO));
    Roster before = rosters.get(USER);

    seen.accept(TABLET);

    await().until(() -> rosters.get(USER).positionOf(2) >= 0);
    await().until(() -> !before.isCurrent());
  }

  /** Until then nobody could begin a session with it. */
  @Test
  void leavesADeviceTimeToReplaceItsPreKeys() {
    shelf.put(1, member(2, 8, LONG_AGO));
    rosters.get(USER);
    try (SeenDevices patient =
        SeenDevices.start(devices, rosters, Shelf.CLOCK, Duration.ofDays(1))) {
      patient.accept(TABLET);

      assertThat(devices.writes).hasValue(0);
    }
    assertThat(rosters.get(USER).positionOf(2)).as("at the end it is written").isNotNegative();
  }

  /** Nobody asks for the roster of a device that is there, and nothing is written in a hurry. */
  @Test
  void keepsTheRosterOfADeviceThatIsThere() {
    shelf.put(1, member(1, 7, TODAY.minusDays(1)), member(2, 8, LONG_AGO));
    Roster before = rosters.get(USER);

    seen.accept(PHONE);
    assertThat(devices.writes).hasValue(0);
    seen.close();

    assertThat(devices.writes).hasValue(1);
    assertThat(rosters.get(USER)).isSameAs(before);
  }

  @Test
  void addressesADeviceWhoseRosterWasBeingReadMeanwhile() {
    shelf.put(1, member(2, 8, LONG_AGO));
    CountDownLatch held = shelf.hold();
    CompletableFuture<Roster> asked = rosters.load(USER).toCompletableFuture();
    await().until(() -> shelf.reads.get() == 1);

    seen.accept(TABLET);
    seen.close();
    held.countDown();

    assertThat(asked.join().positionOf(2)).isNotNegative();
  }

  @Test
  void notesOnceMoreWhatTheStoreCouldNotTake() {
    shelf.put(1, member(2, 8, LONG_AGO));
    rosters.get(USER);
    shelf.away = true;
    seen.accept(TABLET);
    await().until(() -> devices.writes.get() == 1);

    shelf.away = false;
    seen.accept(TABLET);

    await().until(() -> rosters.get(USER).positionOf(2) >= 0);
  }

  /** Changes the shelf's only list. */
  private final class Devices implements DeviceStore {
    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public void seen(Collection<DeviceAddress> batch, LocalDate day) {
      boolean away = shelf.away;
      writes.incrementAndGet();
      if (away) {
        throw new StoreUnavailableException("away", new AssertionError());
      }
      shelf.put(
          1,
          Objects.requireNonNull(shelf.lists.get(USER)).members().stream()
              .map(member ->
                  batch.contains(new DeviceAddress(USER, member.device()))
                      ? member(member.device(), member.registration(), day)
                      : member)
              .toArray(Member[]::new));
    }

    @Override
    public RegisterResult register(DeviceRegistration registration, LocalDate today) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DeviceRecord> byAddress(DeviceAddress device) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<DeviceRecord> byUser(UserId user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(DeviceAddress device, Instant when) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<DeviceAddress> lastSeenBefore(LocalDate day, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}
