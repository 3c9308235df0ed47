package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.testing.Rounds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis dies: nothing accepted is lost or doubled, and every run has its own epoch. */
class RedisCrashIT {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final int KILLS = Rounds.of(5);
  private static final int PER_BATCH = 20;
  private static final int CUT = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private final Random random = new Random(7);

  @Test
  void losesAndDoublesNothingWhileRedisIsKilled() throws IOException, InterruptedException {
    InboxSettings settings = InboxSettings.usual().withLimit(1_000_000);
    try (RedisInboxEngine engine = RedisInboxEngine.open(REDIS.config(settings))) {
      InboxClient client = new InboxClient(engine);
      long epoch = client.open(BOB).epoch();
      AtomicBoolean enough = new AtomicBoolean();
      List<Long> accepted = new ArrayList<>();
      AtomicInteger count = new AtomicInteger();
      Thread load = Thread.ofVirtual().start(() -> load(engine, enough, accepted, count));
      for (int i = 0; i < KILLS; i++) {
        int target = count.get() + random.nextInt(50, 2000);
        await().atMost(PATIENCE).until(() -> count.get() >= target);
        REDIS.kill();
        REDIS.start();
        epoch = awaitEpochAbove(epoch, client);
      }
      enough.set(true);
      load.join();
      List<Long> read =
          client.readAll(BOB, Cursor.ZERO).stream()
              .filter(line -> line.contains(" text "))
              .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
              .toList();
      assertThat(accepted).hasSizeGreaterThan(KILLS * PER_BATCH);
      assertThat(read).isEqualTo(accepted);
    }
  }

  /** Sends batch after batch, each until it is stored; what is stored before counts as well. */
  private static void load(
      RedisInboxEngine engine, AtomicBoolean enough, List<Long> accepted, AtomicInteger count) {
    InboxClient client = new InboxClient(engine);
    for (long id = 1; !enough.get(); id += PER_BATCH) {
      Letter[] letters =
          LongStream.range(id, id + PER_BATCH)
              .mapToObj(each -> Letter.to(ALICE, each, BOB))
              .toArray(Letter[]::new);
      List<Answer> answers = client.send(letters);
      while (answers.getFirst().outcome() == Outcome.UNAVAILABLE) {
        answers = client.send(letters);
      }
      IntStream.range(0, PER_BATCH).mapToObj(i -> letters[i].id()).forEach(accepted::add);
      count.addAndGet(PER_BATCH);
    }
  }

  @Test
  void beginsAnEpochWhenTheTailOfTheFileIsLost() throws IOException {
    try (RedisInboxEngine engine = RedisInboxEngine.open(REDIS.config(InboxSettings.usual()))) {
      InboxClient client = new InboxClient(engine);
      for (long id = 1; id <= 5; id++) {
        client.sendOne(Letter.to(ALICE, id, BOB));
      }
      long before = client.open(BOB).epoch();
      REDIS.kill();
      cutTail();
      REDIS.start();
      awaitEpochAbove(before, client);
      assertThat(client.sendOne(Letter.to(ALICE, 5, BOB)).outcome()).isEqualTo(Outcome.STORED);
      assertThat(client.readAll(BOB, Cursor.ZERO))
          .startsWith(before + ":1 text 1")
          .endsWith(client.open(BOB).epoch() + ":1 text 5")
          .hasSize(6);
    }
  }

  @Test
  void findsWhatAPromotedReplicaHolds() throws IOException {
    try (RedisServer replica = new RedisServer("--replicaof", "127.0.0.1 " + REDIS.port())) {
      replica.start();
      Cursor stored = storeOnBoth();
      REDIS.kill();
      replica.say("REPLICAOF NO ONE");
      try (RedisInboxEngine engine = RedisInboxEngine.open(replica.config(InboxSettings.usual()))) {
        InboxClient client = new InboxClient(engine);
        assertThat(client.open(BOB).epoch()).isGreaterThan(stored.epoch());
        assertThat(client.readAll(BOB, Cursor.ZERO).getFirst()).isEqualTo(stored + " text 1");
      }
      REDIS.start();
    }
  }

  private Cursor storeOnBoth() {
    RedisConfig config = REDIS.config(InboxSettings.usual(), Durability.SYNC, 1);
    await().atMost(PATIENCE).until(() -> REDIS.say("WAIT 1 1000").equals(":1"));
    try (RedisInboxEngine engine = RedisInboxEngine.open(config)) {
      Answer answer = new InboxClient(engine).sendOne(Letter.to(ALICE, 1, BOB));
      assertThat(answer.outcome()).isEqualTo(Outcome.STORED);
      return answer.places().getFirst();
    }
  }

  private static long awaitEpochAbove(long epoch, InboxClient client) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(InboxUnavailableException.class::isInstance)
        .until(() -> client.open(BOB).epoch(), now -> now > epoch);
  }

  private static void cutTail() throws IOException {
    try (var files = Files.walk(REDIS.directory())) {
      Path tail =
          files.filter(file -> file.toString().endsWith(".incr.aof")).findAny().orElseThrow();
      try (RandomAccessFile open = new RandomAccessFile(tail.toFile(), "rw")) {
        open.setLength(open.length() - CUT);
      }
    }
  }
}
