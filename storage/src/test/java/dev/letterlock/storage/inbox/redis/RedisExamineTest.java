package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node looks after its sessions: what it was not told of is found, and nothing else. */
class RedisExamineTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long ONE = 1;
  private static final long TWO = 2;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private final InboxSettings settings = InboxSettings.usual();
  private RedisInboxEngine engine;
  private InboxClient client;

  @BeforeEach
  void open() {
    engine = RedisInboxEngine.open(REDIS.config(settings));
    client = new InboxClient(engine);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void saysNothingOfASessionThatIsWell() throws IOException {
    client.sendOne(Letter.to(ALICE, 1, BOB));
    long mark = client.report(Receipt.Kind.DELIVERED, ALICE, ALICE.user(), BOB, 5);
    long fence = attach(BOB, ONE);
    long before = written();
    assertThat(examine(ONE, new Standing(BOB, fence, last(BOB), mark))).isEmpty();
    assertThat(written()).isEqualTo(before);
    assertThat(examine(ONE)).isEmpty();
  }

  @Test
  void findsWhatASessionWasNotSent() {
    long fence = attach(BOB, ONE);
    Cursor sent = last(BOB);
    client.sendOne(Letter.to(ALICE, 1, BOB));
    assertThat(examine(ONE, new Standing(BOB, fence, sent, 0)))
        .containsExactly(new Finding(0, false, new Cursor(sent.epoch(), 1), false));
  }

  @Test
  void findsAnotherEpoch() {
    long fence = attach(BOB, ONE);
    Cursor sent = last(BOB);
    engine.forget(BOB);
    assertThat(examine(ONE, new Standing(BOB, fence, sent, 0)))
        .containsExactly(new Finding(0, false, new Cursor(sent.epoch() + 1, 0), false));
  }

  @Test
  void findsReceiptsThatWereNeitherSentNorConfirmed() {
    long fence = attach(BOB, ONE);
    long mark = client.report(Receipt.Kind.DELIVERED, ALICE, ALICE.user(), BOB, 5);
    assertThat(examine(ONE, new Standing(BOB, fence, last(BOB), mark - 1)))
        .containsExactly(new Finding(0, false, last(BOB), true));
    assertThat(examine(ONE, new Standing(BOB, fence, last(BOB), mark))).isEmpty();
    client.confirm(BOB, mark);
    assertThat(examine(ONE, new Standing(BOB, fence, last(BOB), 0))).isEmpty();
  }

  @Test
  void findsADisplacedSession() {
    long old = attach(BOB, ONE);
    attach(BOB, TWO);
    assertThat(examine(ONE, new Standing(BOB, old, last(BOB), 0)))
        .containsExactly(new Finding(0, true, last(BOB), false));
    assertThat(node(BOB)).isEqualTo(TWO);
  }

  @Test
  void putsBackRoutesThatWereLost() {
    long fence = attach(BOB, ONE);
    settings.clock().pass(Duration.ofSeconds(1));
    REDIS.say("FLUSHALL");
    await()
        .atMost(PATIENCE)
        .ignoreException(InboxUnavailableException.class)
        .until(() -> node(BOB) == 0);
    Standing session = new Standing(BOB, fence, last(BOB), 0);
    assertThat(examine(ONE, session)).isEmpty();
    assertThat(node(BOB)).isEqualTo(ONE);
    InboxClient.await(engine.routes().detach(BOB, fence).thenApply(_ -> "done"));
    assertThat(node(BOB)).as("with its fence").isZero();
  }

  @Test
  void putsBackNoneThatASessionTookAwayMeanwhile() {
    long fence = attach(BOB, ONE);
    Standing session = new Standing(BOB, fence, last(BOB), 0);
    InboxClient.await(engine.routes().detach(BOB, fence).thenApply(_ -> "done"));
    assertThat(examine(ONE, session)).isEmpty();
    assertThat(node(BOB)).isZero();
  }

  @Test
  void looksAtManySessions() {
    List<Standing> sessions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      DeviceAddress device = new DeviceAddress(new UserId(i, 7), i);
      sessions.add(new Standing(device, attach(device, ONE), last(device), 0));
    }
    client.sendOne(Letter.to(ALICE, 1, sessions.get(3).device(), sessions.get(298).device()));
    attach(sessions.get(255).device(), TWO);
    attach(sessions.get(256).device(), TWO);
    assertThat(examine(ONE, sessions.toArray(Standing[]::new)))
        .extracting(Finding::index, Finding::displaced, finding -> finding.last().seq())
        .containsExactly(
            tuple(3, false, 1L), tuple(255, true, 0L), tuple(256, true, 0L), tuple(298, false, 1L));
  }

  private long attach(DeviceAddress device, long node) {
    return InboxClient.await(engine.routes().attach(device, node)).fence();
  }

  private List<Finding> examine(long node, Standing... sessions) {
    return InboxClient.await(engine.routes().examine(node, List.of(sessions)));
  }

  private long node(DeviceAddress device) {
    return InboxClient.await(engine.routes().nodesOf(List.of(device)))[0];
  }

  /** Bytes of the file in which Redis keeps every change. */
  private static long written() throws IOException {
    try (Stream<Path> files = Files.walk(REDIS.directory())) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private Cursor last(DeviceAddress device) {
    return client.open(device).last();
  }
}
