package dev.letterlock.server.jobs.work;

import static dev.letterlock.server.jobs.work.House.ALICE;
import static dev.letterlock.server.jobs.work.House.BOB;
import static dev.letterlock.server.jobs.work.House.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.jobs.JobSupervisor;
import dev.letterlock.server.jobs.JobTimings;
import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.notify.PendingWakeUps;
import dev.letterlock.server.notify.WebhookProvider;
import dev.letterlock.server.notify.WebhookReceiver;
import dev.letterlock.server.notify.WebhookReceiver.Manner;
import dev.letterlock.server.notify.WebhookReceiver.Received;
import dev.letterlock.server.notify.WebhookTimeouts;
import dev.letterlock.storage.inbox.Letter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a message for an absent device to the receiver of its wake-up, through real jobs. */
class WakeUpsIT {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final WebhookTimeouts PATIENT =
      new WebhookTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30));
  private static final WebhookTimeouts HASTY =
      new WebhookTimeouts(Duration.ofMillis(500), Duration.ofMillis(500));
  private static final RetryPolicy RETRIES = new RetryPolicy(3, Duration.ofMillis(200));

  private final Set<DeviceAddress> connected = ConcurrentHashMap.newKeySet();

  @TempDir Path directory;
  private House house;
  private WebhookReceiver receiver;
  private Node node;

  @BeforeAll
  static void jobsAreSlow() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @BeforeEach
  void open() throws Exception {
    house = new House(directory);
    receiver = new WebhookReceiver();
    node = new Node(PATIENT);
  }

  @AfterEach
  void close() {
    node.close();
    receiver.close();
    house.close();
  }

  @Test
  void anAbsentDeviceIsWokenOnceForManyMessages() {
    for (int n = 1; n <= 20; n++) {
      store(BOB, n);
      node.wakeUps.offline(BOB, false);
    }
    await().until(() -> !receiver.received().isEmpty());
    store(CAROL, 21);
    node.wakeUps.offline(CAROL, true);
    await().until(() -> receiver.received().size() == 2);

    List<Received> received = List.copyOf(receiver.received());
    assertThat(received.getFirst().body().get("user_id").asText()).isEqualTo(BOB.user().toString());
    assertThat(received.getFirst().body().get("urgent").asBoolean()).isFalse();
    assertThat(received.getLast().body().get("urgent").asBoolean()).isTrue();
    assertThat(receiver.forged()).isEmpty();
  }

  @Test
  void aReceiverThatFailsGetsTheSameWakeUpAgain() {
    receiver.behave(Manner.FAIL);
    receiver.beforeAnswer(() -> receiver.behave(Manner.TAKE));
    mark(BOB);
    await().until(() -> receiver.received().size() == 2);

    assertThat(receiver.received()).extracting(Received::id).containsOnly(first().id());
    await().until(() -> node.wakeUps.size() == 0);
  }

  @Test
  void aReceiverThatHangsDoesNotHoldUpOthersForEver() {
    node.close();
    node = new Node(HASTY);
    receiver.behave(Manner.HANG);
    mark(BOB);
    await().until(() -> !receiver.received().isEmpty());
    receiver.behave(Manner.TAKE);
    mark(CAROL);
    await().until(() -> receiver.received().stream().anyMatch(r -> isFor(CAROL, r)));
    await().until(() -> receiver.received().stream().filter(r -> isFor(BOB, r)).count() > 1);
  }

  @Test
  void attemptsAreBoundedAndTheNextMessageBeginsAnew() {
    receiver.behave(Manner.CLOSE);
    mark(BOB);
    await().until(() -> node.wakeUps.size() == 0);
    assertThat(receiver.received()).hasSizeGreaterThanOrEqualTo(RETRIES.attempts());
    assertThat(receiver.received()).extracting(Received::id).containsOnly(first().id());

    receiver.behave(Manner.TAKE);
    node.wakeUps.offline(BOB, false);
    await().until(() -> receiver.received().stream().anyMatch(r -> !r.id().equals(first().id())));
  }

  @Test
  void aDeviceThatReturnsBetweenAttemptsIsLeftAlone() {
    receiver.behave(Manner.FAIL);
    receiver.beforeAnswer(() -> {
      connected.add(BOB);
      node.wakeUps.returned(BOB);
      receiver.behave(Manner.TAKE);
    });
    mark(BOB);
    await().until(() -> !receiver.received().isEmpty());
    mark(CAROL);
    await().until(() -> receiver.received().stream().anyMatch(r -> isFor(CAROL, r)));

    assertThat(receiver.received().stream().filter(r -> isFor(BOB, r)).count()).isEqualTo(1);
  }

  @Test
  void aDeviceThatHasConfirmedEverythingIsLeftAlone() {
    store(BOB, 1);
    house.client().ack(BOB, house.client().open(BOB).last());
    node.wakeUps.offline(BOB, false);
    mark(CAROL);
    await().until(() -> receiver.received().stream().anyMatch(r -> isFor(CAROL, r)));

    await().until(() -> node.wakeUps.size() == 0);
    assertThat(receiver.received()).noneMatch(r -> isFor(BOB, r));
  }

  @Test
  void pendingWakeUpsSurviveARestart() {
    node.close();
    node = new Node(PATIENT, new RetryPolicy(3, Duration.ofSeconds(10)));
    receiver.behave(Manner.FAIL);
    mark(BOB);
    await().until(() -> !receiver.received().isEmpty());
    node.close();
    receiver.behave(Manner.TAKE);
    int before = receiver.received().size();
    node = new Node(PATIENT);
    await().until(() -> receiver.received().size() > before);
    assertThat(receiver.received()).extracting(Received::id).containsOnly(first().id());
  }

  @Test
  void wakeUpsThatACrashTookAreFoundAgain() throws Exception {
    store(BOB, 1);
    house.file();
    Clock later = Clock.offset(CLOCK, Duration.between(CLOCK.instant(), house.clock.instant()));
    RecoverWakeUpsJob job =
        new RecoverWakeUpsJob(
            house.engine(),
            node.wakeUps,
            node.stillWaits(),
            new RecoveryWindow(Duration.ZERO, Duration.ofMinutes(1)),
            later);
    job.run();

    await().until(() -> receiver.received().stream().anyMatch(r -> isFor(BOB, r)));
  }

  private void mark(DeviceAddress device) {
    store(device, house.clock.micros() + device.user().low());
    node.wakeUps.offline(device, false);
  }

  private void store(DeviceAddress device, long id) {
    house.client().sendOne(Letter.to(ALICE, id, device));
  }

  private Received first() {
    return receiver.received().element();
  }

  private static boolean isFor(DeviceAddress device, Received received) {
    return received.body().get("user_id").asText().equals(device.user().toString());
  }

  /** What a server builds for its wake-ups. */
  private final class Node implements AutoCloseable {
    final JobSupervisor jobs;
    final PendingWakeUps wakeUps;
    final WebhookProvider provider;

    Node(WebhookTimeouts timeouts) {
      this(timeouts, RETRIES);
    }

    Node(WebhookTimeouts timeouts, RetryPolicy retries) {
      provider = new WebhookProvider(receiver.url(), WebhookReceiver.SECRET, timeouts, CLOCK);
      JobTimings timings =
          new JobTimings(
              Duration.ofSeconds(5),
              Duration.ofSeconds(1),
              Duration.ofMillis(100),
              Duration.ofSeconds(1));
      jobs = new JobSupervisor(JobStorage.embedded(directory.resolve("jobs")), timings, CLOCK);
      wakeUps = new PendingWakeUps(jobs, Duration.ZERO, CLOCK);
      jobs.start(List.of(), new WakeUpJob(wakeUps, provider, jobs, stillWaits(), retries, CLOCK));
      wakeUps.start();
    }

    StillWaits stillWaits() {
      return StillWaits.of(connected::contains, house.engine());
    }

    @Override
    public void close() {
      wakeUps.close();
      jobs.close();
      provider.close();
    }
  }
}
