package dev.letterlock.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingWakeUpsTest {
  private static final Duration DEBOUNCE = Duration.ofSeconds(30);
  private static final DeviceAddress DEVICE = device(1);

  private final SettableClock clock = new SettableClock();
  private final WaveShelf shelf = new WaveShelf();
  private final PendingWakeUps pending = new PendingWakeUps(shelf, DEBOUNCE, clock);

  @BeforeEach
  void start() {
    pending.start();
  }

  @AfterEach
  void close() {
    pending.close();
  }

  @Test
  void manyMessagesForOneDeviceAreOneWakeUpSoon() {
    for (int n = 0; n < 1_000; n++) {
      pending.offline(DEVICE, false);
    }
    WakeUp wakeUp = awaitWakeUp(1);

    assertThat(wakeUp.device()).isEqualTo(DEVICE);
    assertThat(wakeUp.urgent()).isFalse();
    assertThat(shelf.due(wakeUp)).isBetween(in(1_000), in(1_250));
    assertThat(pending.wanted(wakeUp, origin())).isTrue();
  }

  @Test
  void manyDevicesShareWavesOfBoundedSize() {
    for (int n = 0; n < 1_000; n++) {
      pending.offline(device(n), false);
    }
    await().until(() -> shelf.wakeUps().size() == 1_000);

    assertThat(shelf.waves()).hasSizeLessThan(10);
    assertThat(shelf.waves()).allMatch(wave -> wave.wakeUps().size() <= WakeUpWave.MAX_SIZE);
    assertThat(shelf.wakeUps()).extracting(WakeUp::id).doesNotHaveDuplicates();
  }

  @Test
  void afterAWakeUpTheDeviceIsLeftAloneForTheDebounce() {
    pending.offline(DEVICE, false);
    pending.sent(awaitWakeUp(1));

    clock.pass(Duration.ofSeconds(10));
    pending.offline(DEVICE, false);
    WakeUp second = awaitWakeUp(2);

    assertThat(shelf.due(second)).isBetween(in(20_000), in(27_500));
  }

  @Test
  void anUrgentMessageIsNotHeldBack() {
    pending.offline(DEVICE, false);
    pending.sent(awaitWakeUp(1));

    pending.offline(DEVICE, true);
    WakeUp second = awaitWakeUp(2);

    assertThat(second.urgent()).isTrue();
    assertThat(shelf.due(second)).isEqualTo(in(0));
  }

  @Test
  void anUrgentWakeUpTakesThePlaceOfOneThatWaits() {
    pending.offline(DEVICE, false);
    WakeUp first = awaitWakeUp(1);
    pending.offline(DEVICE, true);
    WakeUp second = awaitWakeUp(2);
    pending.offline(DEVICE, true);
    pending.offline(DEVICE, false);

    assertThat(pending.wanted(first, origin())).isFalse();
    assertThat(pending.wanted(second, origin())).isTrue();
    pending.close();
    assertThat(shelf.wakeUps()).containsExactly(first, second);
  }

  @Test
  void aDeviceThatReturnsIsNotWoken() {
    pending.offline(DEVICE, false);
    WakeUp wakeUp = awaitWakeUp(1);
    pending.returned(DEVICE);

    assertThat(pending.wanted(wakeUp, origin())).isFalse();
    assertThat(pending.size()).isZero();
  }

  @Test
  void aReturnDoesNotShortenTheDebounce() {
    pending.offline(DEVICE, false);
    pending.sent(awaitWakeUp(1));
    pending.returned(DEVICE);
    pending.offline(DEVICE, false);

    assertThat(shelf.due(awaitWakeUp(2))).isAfterOrEqualTo(in(30_000));
  }

  @Test
  void aWakeUpThatWasGivenUpLeavesNoTrace() {
    pending.offline(DEVICE, false);
    pending.abandoned(awaitWakeUp(1));

    pending.offline(DEVICE, false);
    awaitWakeUp(2);
  }

  @Test
  void wakeUpsOfAnEarlierProcessStandUntilThisOneKnowsBetter() {
    WakeUp early = new WakeUp(UUID.randomUUID(), DEVICE, false);
    UUID earlier = UUID.randomUUID();
    assertThat(pending.wanted(early, earlier)).isTrue();

    pending.offline(DEVICE, false);
    assertThat(pending.wanted(early, earlier)).isFalse();
    pending.sent(awaitWakeUp(1));
    assertThat(pending.wanted(early, earlier)).isFalse();
  }

  @Test
  void marksWaitForTheJobsDatabase() {
    shelf.refuse(true);
    pending.offline(DEVICE, false);
    await().during(Duration.ofMillis(300)).until(() -> shelf.waves().isEmpty());
    shelf.refuse(false);

    assertThat(awaitWakeUp(1).device()).isEqualTo(DEVICE);
  }

  @Test
  void closingRecordsWhatWasMarkedLast() {
    pending.offline(DEVICE, false);
    pending.close();

    assertThat(shelf.wakeUps()).hasSize(1);
  }

  @Test
  void forgottenSlotsDoNotKeepDevicesAsleep() {
    pending.offline(DEVICE, false);
    awaitWakeUp(1);
    clock.pass(Duration.ofHours(2));
    pending.sweep();

    pending.offline(DEVICE, false);
    awaitWakeUp(2);
  }

  private WakeUp awaitWakeUp(int count) {
    await().until(() -> shelf.wakeUps().size() == count);
    return shelf.wakeUps().getLast();
  }

  private UUID origin() {
    return shelf.waves().element().origin();
  }

  private Instant in(long millis) {
    return clock.instant().plusMillis(millis);
  }

  private static DeviceAddress device(int n) {
    return new DeviceAddress(new UserId(7, n), n);
  }
}
