package dev.letterlock.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ReceiptWatermark;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.message.MongoReceiptStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  private final AtomicInteger firstRuns = new AtomicInteger();
  private final AtomicInteger secondRuns = new AtomicInteger();
  private final Migration first =
      new Migration(1, 1, "first", (_, _) -> firstRuns.incrementAndGet());
  private final Migration second =
      new Migration(2, 2, "second", (_, _) -> secondRuns.incrementAndGet());
  private final Await await = new Await(Duration.ofSeconds(30));
  @TempDir Path directory;
  private EmbeddedMongo server;
  private MongoClient client;
  private MongoDatabase database;

  @BeforeEach
  void open() {
    server = EmbeddedMongo.open(directory.resolve("mongo.mv"));
    client = MongoClients.create(server.uri());
    database = client.getDatabase("migrations");
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void runsEachStepOnceThoughSeveralNodesStartTogether() throws Exception {
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String holder = "node-" + i;
        starts.add(nodes.submit(() -> migrate(holder, first, second)));
      }
      for (Future<?> start : starts) {
        start.get();
      }
    }
    assertThat(firstRuns).hasValue(1);
    assertThat(secondRuns).hasValue(1);
  }

  @Test
  void runsOnlyWhatIsNew() {
    migrate("one", first);
    migrate("one", first, second);
    assertThat(firstRuns).hasValue(1);
    assertThat(secondRuns).hasValue(1);
  }

  @Test
  void repeatsAStepThatFailed() {
    Migration fails =
        new Migration(
            1,
            1,
            "fails",
            (_, _) -> {
              throw new IllegalStateException("cut short");
            });
    assertThatThrownBy(() -> migrate("one", fails, second)).hasMessage("cut short");
    migrate("two", first, second);
    assertThat(firstRuns).hasValue(1);
    assertThat(secondRuns).hasValue(1);
  }

  @Test
  void refusesADatabaseOfANewerProgram() {
    migrate("one", first, second);
    assertThatThrownBy(() -> migrate("two", first))
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessageContaining("version: 2, for programs from 2 on (expected: at most 1;");
  }

  @Test
  void goesOnBesideANewerProgramWhoseStepsItCanWorkWith() {
    migrate("one", first);
    migrate("new", first, new Migration(2, 1, "second", (_, _) -> secondRuns.incrementAndGet()));
    migrate("one again", first);
    assertThat(firstRuns).hasValue(1);
    assertThat(secondRuns).hasValue(1);
    Migration third = new Migration(3, 2, "third", (_, _) -> {});
    migrate("newer", first, second, third);
    assertThatThrownBy(() -> migrate("one too late", first))
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessageContaining("version: 3, for programs from 2 on (expected: at most 1;");
    migrate("second", first, second);
  }

  @Test
  void keepsTheReceiptsOfAnEarlierVersion() {
    ConversationId conversation = new ConversationId(1, 2);
    UserId sender = new UserId(3, 4);
    UserId reader = new UserId(5, 6);
    DeviceAddress device = new DeviceAddress(sender, 7);
    Document marks = new Document("d", 20L).append("r", 10L);
    Document nested = new Document(Keys.deviceField(device), marks);
    await.one(
        database
            .getCollection(MongoReceiptStore.COLLECTION)
            .insertOne(
                new Document("_id", Keys.receipt(conversation, reader)).append("from", nested)));

    migrate("one", Migration.ALL.toArray(Migration[]::new));

    assertThat(
            new MongoReceiptStore(database, await)
                .of(new Conversation(conversation, Set.of(sender, reader))))
        .containsExactly(new ReceiptWatermark(conversation, reader, device, 20, 10));
  }

  private void migrate(String holder, Migration... migrations) {
    MongoLeaseStore leases = new MongoLeaseStore(database, await, Clock.systemUTC());
    new Migrations(database, await, leases, Clock.systemUTC(), List.of(migrations)).run(holder);
  }
}
