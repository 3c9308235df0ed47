package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.redis.link.UnfitRedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A primary dies and its replica takes over: only what was there is held up and renewed. */
class ClusterFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PER_BATCH = 20;

  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  private final InboxSettings settings = InboxSettings.usual().withLimit(1_000_000);
  private DeviceAddress alice;
  private DeviceAddress bob;
  private DeviceAddress carol;
  private RedisInboxEngine engine;
  private InboxClient client;

  @BeforeEach
  void open() {
    List<UserId> users = REDIS.usersApart();
    alice = new DeviceAddress(users.get(0), 1);
    bob = new DeviceAddress(users.get(1), 1);
    carol = new DeviceAddress(users.get(2), 1);
    engine = RedisInboxEngine.open(REDIS.config(settings, 1));
    client = new InboxClient(engine);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void renewsWhatWasOnADeadPrimaryAndGoesOnWithTheRest() throws Exception {
    Answer before = client.sendOne(Letter.to(alice, 1, bob, carol));
    assertThat(before.outcome()).isEqualTo(Outcome.STORED);
    long carols = client.open(carol).epoch();
    RedisServer bobs = REDIS.primaryOf(bob.user());

    bobs.kill();
    await("others go on")
        .atMost(PATIENCE)
        .until(() -> client.sendOne(Letter.to(alice, 2, carol)).outcome() != Outcome.UNAVAILABLE);
    assertThat(client.sendOne(Letter.to(alice, 3, bob)).outcome())
        .as("the replica has no replica of its own")
        .isEqualTo(Outcome.UNAVAILABLE);
    assertThat(engine.health().trouble()).isNotNull();
    awaitPromotion(bob.user(), bobs);
    bobs.start();
    awaitHealth();

    assertThat(client.sendOne(Letter.to(alice, 3, bob)).outcome()).isEqualTo(Outcome.STORED);
    long bobsEpoch = client.open(bob).epoch();
    assertThat(bobsEpoch).isGreaterThan(before.places().getFirst().epoch());
    assertThat(client.readAll(bob, Cursor.ZERO))
        .startsWith(before.places().getFirst() + " text 1")
        .endsWith(bobsEpoch + ":1 text 3");
    assertThat(client.open(carol).epoch()).isEqualTo(carols);
    assertThat(client.readAll(carol, Cursor.ZERO))
        .containsExactly(carols + ":1 text 1", carols + ":2 text 2");
  }

  @Test
  void losesAndDoublesNothingWhilePrimariesDie() throws Exception {
    List<Long> accepted = new ArrayList<>();
    sendMore(accepted, 300);
    for (UserId user : List.of(alice.user(), carol.user())) {
      RedisServer victim = REDIS.primaryOf(user);
      Thread killer = Thread.ofVirtual().start(victim::kill);
      sendUnanswered(accepted);
      killer.join();
      awaitPromotion(user, victim);
      victim.start();
      sendMore(accepted, 300);
    }
    assertThat(numbers(bob)).isEqualTo(accepted);
    assertThat(numbers(carol)).isEqualTo(accepted);
  }

  @Test
  void renewsInboxesWhoseSlotIsMovedAndLosesNothing() throws Exception {
    List<Long> accepted = new ArrayList<>();
    sendMore(accepted, 100);
    long bobs = client.open(bob).epoch();
    long carols = client.open(carol).epoch();

    Thread move = Thread.ofVirtual().start(() -> REDIS.moveSlotOf(bob.user(), carol.user()));
    while (move.isAlive()) {
      sendMore(accepted, PER_BATCH);
    }

    assertThat(REDIS.primaryOf(bob.user())).isEqualTo(REDIS.primaryOf(carol.user()));
    sendMore(accepted, PER_BATCH);
    assertThat(client.open(bob).epoch()).isGreaterThan(bobs);
    assertThat(client.open(carol).epoch()).isEqualTo(carols);
    assertThat(numbers(bob)).isEqualTo(accepted);
    assertThat(numbers(carol)).isEqualTo(accepted);
  }

  @Test
  void refusesAPrimaryThatMayLoseMessages() {
    RedisServer bobs = REDIS.primaryOf(bob.user());
    bobs.say("CONFIG SET appendfsync everysec");
    try {
      assertThatThrownBy(() -> RedisInboxEngine.open(REDIS.config(settings)))
          .isInstanceOf(UnfitRedisException.class)
          .hasMessageContaining("appendfsync: everysec (expected: always");
    } finally {
      bobs.say("CONFIG SET appendfsync always");
    }
  }

  /** Whatever comes of it: what is not known is sent again with the next. */
  private void sendUnanswered(List<Long> accepted) {
    client.send(batch(accepted.size() + 1L));
  }

  private void sendMore(List<Long> accepted, int count) {
    for (int sent = 0; sent < count; sent += PER_BATCH) {
      Letter[] letters = batch(accepted.size() + 1L);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() ->
              client.send(letters).stream()
                  .allMatch(answer -> answer.outcome() != Outcome.UNAVAILABLE));
      List.of(letters).forEach(letter -> accepted.add(letter.id()));
    }
  }

  private Letter[] batch(long from) {
    return LongStream.range(from, from + PER_BATCH)
        .mapToObj(id -> Letter.to(alice, id, bob, carol))
        .toArray(Letter[]::new);
  }

  private List<Long> numbers(DeviceAddress device) {
    return client.readAll(device, Cursor.ZERO).stream()
        .filter(line -> line.contains(" text "))
        .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  private static void awaitPromotion(UserId user, RedisServer dead) {
    await("a replica is promoted")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> REDIS.primaryOf(user) != dead);
  }

  private void awaitHealth() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(InboxUnavailableException.class::isInstance)
        .until(() -> engine.health().storing());
  }
}
