package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with directories of their own on one database: one of them serves at a time. */
class OneServerIT {
  private static final int CONFIGURATION = 78;

  @TempDir Path folder;

  private final List<ServerProcess> started = new ArrayList<>();
  private SharedMongo mongo;

  @BeforeEach
  void startMongo() throws Exception {
    mongo = new SharedMongo(folder);
  }

  @AfterEach
  void endProcesses() {
    started.forEach(ServerProcess::close);
    mongo.close();
  }

  @Test
  void refusesASecondServerUntilTheFirstHasStopped() throws Exception {
    ServerProcess first = server("first");
    first.start();
    ServerProcess second = server("second");

    assertThat(second.startAndFail()).as(second.errors()).isEqualTo(CONFIGURATION);
    assertThat(second.errors())
        .contains("MONGODB_URI", first.data().toRealPath().toString())
        .doesNotContain("Exception");
    assertThat(first.stop()).isZero();
    second.start();
  }

  @Test
  void letsAKilledServerComeBackAtOnce() throws Exception {
    ServerProcess server = server("only");
    server.start();
    server.kill();

    server.start();
  }

  @Test
  void endsItsSessionsAndStopsWhenAnotherHasTakenOver() throws Exception {
    ServerProcess server = server("first");
    server.start();
    LoadDevice device =
        People.make(server.managementUrl(), server.adminToken(), 1, 1)
            .getFirst()
            .devices()
            .getFirst();
    try (WireClient client = new WireClient(server.url())) {
      client.hello(device, Cursor.ZERO);
      client.next(Welcome.class);

      takeOver("another:/data");

      assertThat(client.closeCode()).isEqualTo(CloseCode.DRAINING.code());
    }
    assertThat(server.awaitEnd()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("another:/data");
  }

  /** As if the server had been cut off from the database for longer than its lease lives. */
  private void takeOver(String by) {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    try (MongoStores stores = MongoStores.open(MongoConfig.of(mongo.uri()), later)) {
      stores.leases().acquire("server", by, Duration.ofHours(1));
    }
  }

  private ServerProcess server(String name) throws Exception {
    ServerProcess process =
        new ServerProcess(Files.createDirectories(folder.resolve(name)), mongo.setting());
    started.add(process);
    return process;
  }
}
