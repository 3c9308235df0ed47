package dev.letterlock.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.MoveProgress;
import dev.letterlock.storage.MoveRecord;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoMoveTest {
  private static final int MANY = 1_700;
  private static final MoveProgress ON = (_, _, _) -> {};

  private final Await await = new Await(Duration.ofSeconds(30));
  @TempDir Path directory;
  private EmbeddedMongo from;
  private EmbeddedMongo to;
  private MongoStores source;
  private MongoStores target;

  @BeforeEach
  void open() {
    from = EmbeddedMongo.open(directory.resolve("from.mv"));
    to = EmbeddedMongo.open(directory.resolve("to.mv"));
    source = stores(from);
    target = stores(to);
    target.moves().begin(new MoveRecord("m1", "here", Instant.EPOCH, false));
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
    from.close();
    to.close();
  }

  @Test
  void copiesAllThoughItIsCutShortAgainAndAgain() {
    List<Document> users = fill(from, "users", MANY);
    List<Document> lists = fill(from, "lists", 3);
    AtomicInteger left = new AtomicInteger();
    MoveProgress cut =
        (_, _, _) -> {
          if (left.getAndDecrement() == 0) {
            throw new StoreUnavailableException("cut short", new IllegalStateException());
          }
        };
    int cuts = 0;
    boolean done = false;
    while (!done) {
      left.set(2);
      try {
        target.moveFrom(source, cut);
        done = true;
      } catch (StoreUnavailableException e) {
        cuts++;
      }
    }

    assertThat(cuts).isPositive();
    assertThat(all(to, "users")).isEqualTo(users);
    assertThat(all(to, "lists")).isEqualTo(lists);
    assertThat(all(to, "leases")).as("of each database its own").isEmpty();
  }

  @Test
  void copiesNothingTwiceThatWasCopied() {
    fill(from, "users", MANY);
    target.moveFrom(source, ON);
    List<Long> begun = new ArrayList<>();

    target.moveFrom(source, (_, done, _) -> begun.add(done));

    assertThat(begun).containsOnly((long) MANY);
  }

  @Test
  void findsThatSomebodyElseWroteThere() {
    fill(from, "users", 3);
    fill(to, "users", 4);

    assertThatThrownBy(() -> target.moveFrom(source, ON))
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessageContaining("collection users: 7 documents after the copy (expected: 3");
  }

  @Test
  void saysWhetherAnybodyHasSomethingThere() {
    target.migrate("test");
    fill(to, "jobs_migrations", 2);
    assertThat(target.moves().holdsData()).isFalse();

    fill(to, "lists", 1);

    assertThat(target.moves().holdsData()).isTrue();
  }

  @Test
  void saysHowFarTheMoveIs() {
    assertThat(source.moves().find()).isNull();
    assertThat(target.moves().find()).isEqualTo(new MoveRecord("m1", "here", Instant.EPOCH, false));

    target.moves().finish("another");
    assertThat(target.moves().find()).extracting(MoveRecord::finished).isEqualTo(false);
    target.moves().finish("m1");
    assertThat(target.moves().find()).extracting(MoveRecord::finished).isEqualTo(true);
  }

  private static MongoStores stores(EmbeddedMongo server) {
    return MongoStores.open(MongoConfig.inProcess(server.uri()), Clock.systemUTC());
  }

  private List<Document> fill(EmbeddedMongo server, String collection, int count) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Document key = new Document("_id", Keys.id(new UserId(i * 0x9E3779B97F4A7C15L, count)));
      documents.add(key.append("number", i));
    }
    try (MongoClient client = MongoClients.create(server.uri())) {
      await.one(database(client).getCollection(collection).insertMany(documents));
    }
    return all(server, collection);
  }

  private List<Document> all(EmbeddedMongo server, String collection) {
    try (MongoClient client = MongoClients.create(server.uri())) {
      return await.all(database(client).getCollection(collection).find());
    }
  }

  private static MongoDatabase database(MongoClient client) {
    return client.getDatabase(MongoConfig.DEFAULT_DATABASE);
  }
}
