package dev.letterlock.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Who reads while somebody writes sees what was there before, or what is there afterwards. */
class EmbeddedMongoReadsTest {

  private static final Document ONE = new Document("_id", 1);
  private static final int FIELDS = 300;
  private static final int CHANGES = 600;
  private static final int AT_ONCE = 6;

  private final AtomicInteger changes = new AtomicInteger();

  @Test
  void showsNoDocumentThatIsHalfChanged(@TempDir Path directory) throws Exception {
    try (EmbeddedMongo server = EmbeddedMongo.open(directory.resolve("mongo.mv"), 0);
        MongoClient client = MongoClients.create(server.uri());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MongoCollection<Document> documents = client.getDatabase("test").getCollection("reads");
      Mono.from(documents.replaceOne(ONE, fields(0), new ReplaceOptions().upsert(true))).block();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(threads.submit(() -> change(documents)));
        all.add(threads.submit(() -> readWhileItChanges(documents)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void change(MongoCollection<Document> documents) {
    for (int n = changes.incrementAndGet(); n <= CHANGES; n = changes.incrementAndGet()) {
      Mono.from(documents.updateOne(ONE, changeTo(n))).block();
    }
  }

  private void readWhileItChanges(MongoCollection<Document> documents) {
    while (changes.get() < CHANGES) {
      Document found = Objects.requireNonNull(Mono.from(documents.find(ONE)).block());
      found.remove("_id");
      assertThat(found.values().stream().distinct()).as("%s", found).hasSize(1);
    }
  }

  /** Other fields at every other change, so that some come and some go. */
  private static Bson changeTo(int change) {
    List<Bson> updates = new ArrayList<>();
    fields(change).forEach((name, value) -> updates.add(Updates.set(name, value)));
    fields(change - 1).keySet().forEach(name -> updates.add(Updates.unset(name)));
    return Updates.combine(updates);
  }

  private static Document fields(int change) {
    Document fields = new Document();
    for (int field = 0; field < FIELDS; field++) {
      fields.append((change % 2 == 0 ? "even" : "odd") + field, change);
    }
    return fields;
  }
}
