package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a MONGODB_URI becomes ready, and its own job moves what has waited long there. */
class AgedInboxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 100;
  private static final int PAGE_BYTES = 1 << 20;

  @TempDir Path folder;

  @Test
  void aDeviceReadsWhatAgedAndWhatIsFreshWithoutGapOrRepeat() throws Exception {
    try (SharedMongo mongo = new SharedMongo(folder);
        RunningServer server = start(mongo);
        Pair pair = new Pair(server)) {
      await("readiness")
          .atMost(PATIENCE)
          .until(() -> server.readiness().contains("\"ready\":true"));
      WireClient alice = pair.open(pair.alice());
      Pair.accepted(alice, pair.message(1));
      Pair.accepted(alice, pair.message(2).withRef(2));
      try (MongoStores stores = MongoStores.open(MongoConfig.of(mongo.uri()), Clock.systemUTC())) {
        DeviceAddress away = Pair.device(pair.bob()).address();
        await("both in Mongo").atMost(PATIENCE).until(() -> aged(stores, away).size() == 2);
      }

      Pair.accepted(alice, pair.message(3).withRef(3));
      WireClient bob = pair.open(pair.bob());

      Cursor last = Cursor.ZERO;
      for (int n = 1; n <= 3; n++) {
        Deliver deliver = bob.next(Deliver.class);
        assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(n);
        assertThat(deliver.cursor().seq()).isEqualTo(n);
        last = deliver.cursor();
      }
      assertThat(bob.next(ServerFrame.class)).isEqualTo(new InboxDrained(last));
      bob.send(new Ack(last, 0));
      alice.next(Receipt.class);
      WireClient again = pair.connect();
      again.hello(Pair.device(pair.bob()), last);
      assertThat(again.next(Welcome.class).cursor()).isEqualTo(last);
      assertThat(again.next(ServerFrame.class))
          .as("nothing twice")
          .isEqualTo(new InboxDrained(last));
    }
  }

  private RunningServer start(SharedMongo mongo) throws Exception {
    Path uri = Files.writeString(folder.resolve("uri"), mongo.uri());
    return new RunningServer(
        folder.resolve("data"), Map.of("MONGODB_URI_FILE", uri.toString(), "INBOX_AGE", "1s"));
  }

  private static List<AgedEntry> aged(MongoStores stores, DeviceAddress device) {
    return stores.agedInboxes().read(device, Cursor.ZERO, PAGE, PAGE_BYTES);
  }
}
