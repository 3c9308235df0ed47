package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has a device: sessions come and go, and the latest one is in charge. */
class RedisRoutesTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress ALICE_TABLET = new DeviceAddress(new UserId(1, 1), 2);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final DeviceAddress BOB_TABLET = new DeviceAddress(new UserId(2, 2), 2);
  private static final long ONE = 1;
  private static final long TWO = (1L << 53) - 1;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private final InboxSettings settings = InboxSettings.usual();
  private RedisInboxEngine engine;
  private Routes routes;

  @BeforeEach
  void open() {
    engine = RedisInboxEngine.open(REDIS.config(settings));
    routes = engine.routes();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void putsTheLatestSessionInCharge() {
    Attached first = answer(routes.attach(BOB, ONE));
    Attached second = answer(routes.attach(BOB, TWO));
    assertThat(List.of(first.displaced(), second.displaced())).containsExactly(0L, ONE);
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(answer(routes.nodesOf(List.of(ALICE, BOB)))).containsExactly(0, TWO);
  }

  @Test
  void endsASessionUnlessALaterOneHasCome() {
    long first = answer(routes.attach(BOB, ONE)).fence();
    long second = answer(routes.attach(BOB, TWO)).fence();
    answer(routes.detach(BOB, first).thenApply(_ -> "done"));
    assertThat(answer(routes.nodesOf(List.of(BOB)))).containsExactly(TWO);
    answer(routes.detach(BOB, second).thenApply(_ -> "done"));
    assertThat(answer(routes.nodesOf(List.of(BOB)))).containsExactly(0);
    assertThat(answer(routes.attach(BOB, ONE)).fence()).isGreaterThan(second);
  }

  @Test
  void keepsNothingOfADeviceThatWasOnlyAskedAbout() {
    answer(routes.detach(BOB, 0).thenApply(_ -> "done"));
    assertThat(answer(routes.nodesOf(List.of(ALICE, BOB)))).containsExactly(0, 0);
    assertThat(REDIS.say("DBSIZE")).as("marker and counter").isEqualTo(":2");
  }

  @Test
  void findsManyDevicesInTheirOrder() {
    List<DeviceAddress> devices =
        IntStream.range(0, 2 * RedisRoutes.PORTION + 1)
            .mapToObj(i -> new DeviceAddress(new UserId(i, 7), i))
            .toList();
    devices.forEach(device -> answer(routes.attach(device, device.device() + 1L)));
    assertThat(answer(routes.nodesOf(devices)))
        .containsExactly(LongStream.rangeClosed(1, devices.size()).toArray());
    assertThat(answer(routes.nodesOf(List.of()))).isEmpty();
  }

  @Test
  void tellsTheNodeOfEveryTarget() {
    answer(routes.attach(BOB, ONE));
    answer(routes.attach(ALICE_TABLET, TWO));
    Letter letter = Letter.to(ALICE, 1, BOB, BOB_TABLET).andOwn(ALICE_TABLET);
    InboxClient client = new InboxClient(engine);
    assertThat(client.sendOne(letter).nodes()).containsExactly(ONE, 0L, TWO);
    assertThat(client.sendOne(letter).nodes()).as("stored before").containsOnly(0L);
    answer(routes.attach(BOB, TWO));
    assertThat(client.send(Letter.to(ALICE, 2, BOB), Letter.to(ALICE, 3, BOB)))
        .flatExtracting(Answer::nodes)
        .containsExactly(TWO, TWO);
  }

  @Test
  void tellsNoNodeOfAFullInbox() {
    engine.close();
    engine = RedisInboxEngine.open(REDIS.config(settings.withLimit(1)));
    answer(engine.routes().attach(BOB, ONE));
    InboxClient client = new InboxClient(engine);
    client.sendOne(Letter.to(ALICE, 1, BOB));
    assertThat(client.sendOne(Letter.to(ALICE, 2, BOB, BOB_TABLET)).nodes())
        .containsExactly(0L, 0L);
  }

  @Test
  void keepsRoutesOverARestartOfRedis() throws IOException {
    InboxClient client = new InboxClient(engine);
    long fence = answer(routes.attach(BOB, ONE)).fence();
    long epoch = client.open(BOB).epoch();
    REDIS.kill();
    REDIS.start();
    awaitHealth();
    assertThat(client.open(BOB).epoch()).isGreaterThan(epoch);
    assertThat(answer(routes.nodesOf(List.of(BOB)))).containsExactly(ONE);
    assertThat(answer(routes.attach(BOB, TWO)).fence()).isGreaterThan(fence);
  }

  @Test
  void raisesFencesOverAnEmptiedRedis() {
    long fence = 0;
    for (int i = 0; i < 20; i++) {
      fence = answer(routes.attach(BOB, ONE)).fence();
    }
    settings.clock().pass(Duration.ofSeconds(1));
    REDIS.say("FLUSHALL");
    awaitHealth();
    Attached after = answer(routes.attach(BOB, TWO));
    assertThat(after.displaced()).isZero();
    assertThat(after.fence()).isGreaterThan(fence);
  }

  @Test
  void keepsTheFenceOfAnInboxThatIsForgotten() {
    long fence = answer(routes.attach(BOB, ONE)).fence();
    engine.forget(BOB);
    assertThat(answer(routes.attach(BOB, TWO))).isEqualTo(new Attached(fence + 1, ONE));
  }

  private static <T> T answer(CompletionStage<T> stage) {
    return InboxClient.await(stage);
  }

  /** What was lost is noticed within a second, or by whoever asks. */
  private void awaitHealth() {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(InboxUnavailableException.class)
        .until(() -> answer(routes.nodesOf(List.of(ALICE))).length == 1);
  }
}
