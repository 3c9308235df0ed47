package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.local.SmallDisk;
import dev.letterlock.storage.mongo.MongoConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start says why and what to do, and ends with the promised exit code. */
class StartFaultsIT {
  private static final int UNAVAILABLE = 69;
  private static final int STORAGE = 74;
  private static final int CONFIGURATION = 78;

  @TempDir Path folder;

  private final List<ServerProcess> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    started.forEach(ServerProcess::close);
  }

  @Test
  void namesTheProcessThatHasTheDataDirectory() throws Exception {
    ServerProcess first = server("first");
    first.start();

    ServerProcess second = server("second", "--data-dir=" + first.data());

    assertThat(second.startAndFail()).as(second.errors()).isEqualTo(CONFIGURATION);
    assertThat(second.errors()).contains("DATA_DIR", "process id " + first.pid());
  }

  @Test
  void namesThePortThatIsTaken() throws Exception {
    ServerProcess first = server("first");
    first.start();
    String taken = Integer.toString(first.url().port());

    ServerProcess second = server("second", "--port=" + taken);

    assertThat(second.startAndFail()).as(second.errors()).isEqualTo(CONFIGURATION);
    assertThat(second.errors()).contains("PORT (flag)", taken, "in use");
  }

  @Test
  void namesTheAddressThatIsOfAnotherMachine() throws Exception {
    ServerProcess server = server("only", "--bind=192.0.2.1", "--port=18080");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("BIND (flag): 192.0.2.1").doesNotContain("PORT");
  }

  @Test
  void refusesAFileInThePlaceOfTheDataDirectory() throws Exception {
    ServerProcess server = server("only");
    Files.writeString(server.data(), "no directory");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("DATA_DIR (flag)", server.data().toString());
  }

  @Test
  void refusesADirectoryThatCannotBeWritten() throws Exception {
    ServerProcess server = server("only", "--data-dir=/proc/letterlock");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("DATA_DIR", "/proc/letterlock", "cannot be written");
  }

  @Test
  void refusesWrongUrls() throws Exception {
    ServerProcess server = server("only", "--webhook-url=push.example.org");
    Files.writeString(
        folder.resolve("only").resolve(".env"),
        "MONGODB_URI=http://user:hidden@db.example.org\nWEBHOOK_SECRET=" + "x".repeat(32) + "\n");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("WEBHOOK_URL", "MONGODB_URI").doesNotContain("hidden");
  }

  @Test
  void asksForTheSecretThatSeveralServersShare() throws Exception {
    ServerProcess server = server("only");
    Files.writeString(
        folder.resolve("only").resolve(".env"),
        "REDIS_URL=redis://127.0.0.1\nMONGODB_URI=mongodb://127.0.0.1\n");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors())
        .contains("JWT_SECRET", "./letterlock genkey", "same value on all servers");
  }

  @Test
  void saysThatTheDatabaseIsAway() throws Exception {
    ServerProcess server = server("only");
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Files.writeString(
          folder.resolve("only").resolve(".env"),
          "MONGODB_URI=mongodb://127.0.0.1:" + taken.getLocalPort() + "\n");

      assertThat(server.startAndFail()).as(server.errors()).isEqualTo(UNAVAILABLE);
    }
    assertThat(server.errors()).contains("MongoDB cannot be reached").doesNotContain("Exception");
  }

  @Test
  void reportsAllFaultsOfTheConfigurationAtOnce() throws Exception {
    ServerProcess server = server("only", "--retention=soon", "--durability=maybe", "--what=1");
    Files.writeString(folder.resolve("only").resolve(".env"), "LOG_LEVEL=shouting\n");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("RETENTION", "DURABILITY", "--what", "LOG_LEVEL", ".env");
  }

  @Test
  void namesTheKeyOfADatabaseThatCannotBeMeant() throws Exception {
    ServerProcess server = server("only");
    Files.writeString(
        folder.resolve("only").resolve(".env"),
        "MONGODB_URI=mongodb://user:hidden@localhost:abc/x\n");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("MONGODB_URI (.env)").doesNotContain("hidden", "at com.");
  }

  @Test
  void reportsFaultsOfEveryOriginAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no directory");
    ServerProcess server =
        server("only", "--retention=soon", "--data-dir=" + file.resolve("data"))
            .with("DURABILITY", "maybe");
    Files.writeString(
        folder.resolve("only").resolve(".env"), "hunter2 sets nothing\nLOG_LEVEL=shouting\nhm\n");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors())
        .contains(".env line 1", ".env line 3", "LOG_LEVEL (.env)", "RETENTION (flag)")
        .contains("DURABILITY (environment)", "DATA_DIR (flag): " + file.resolve("data"))
        .doesNotContain("hunter2", "Exception:");
  }

  @Test
  void reportsEveryDamagedSecretWithOtherFaults() throws Exception {
    ServerProcess server = server("only", "--retention=soon");
    Files.createDirectories(server.data());
    Files.writeString(server.data().resolve("jwt-secret"), "cut");
    Files.writeString(server.data().resolve("admin-token"), "cut");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("RETENTION", "JWT_SECRET", "ADMIN_TOKEN");
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    ServerProcess server = server("only");
    Path inbox = Files.createDirectories(server.data().resolve("inbox"));
    try (SmallDisk disk = new SmallDisk(inbox, 1)) {
      disk.leave(0);

      assertStorageFault(server, "Make room");
      server.close();
    }
  }

  @Test
  void saysThatTheInboxIsDamaged() throws Exception {
    ServerProcess server = server("only");
    server.start();
    server.stop();
    try (Stream<Path> files = Files.list(server.data().resolve("inbox"))) {
      for (Path file : files.filter(one -> one.toString().contains("MANIFEST")).toList()) {
        Files.writeString(file, "damaged ".repeat(100));
      }
    }

    assertStorageFault(server, "restore a backup");
  }

  @Test
  void saysThatTheAccountsAreDamaged() throws Exception {
    ServerProcess server = server("only");
    Files.createDirectories(server.data());
    Files.writeString(server.data().resolve("accounts.mv"), "damaged ".repeat(10_000));

    assertStorageFault(server, "restore a backup");
  }

  @Test
  void saysThatANewerProgramHasMigratedTheDatabase() throws Exception {
    ServerProcess server = server("only");
    Files.createDirectories(server.data());
    try (EmbeddedMongo mongo = EmbeddedMongo.open(server.data().resolve("accounts.mv"));
        MongoClient client = MongoClients.create(mongo.uri())) {
      client
          .getDatabase(MongoConfig.DEFAULT_DATABASE)
          .getCollection("migrations")
          .insertOne(new Document("_id", 4_711));
    }

    assertStorageFault(server, "4711");
    assertThat(server.errors()).contains("run the newer program");
  }

  private static void assertStorageFault(ServerProcess server, String sentence) throws Exception {
    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(STORAGE);
    assertThat(server.errors()).contains(sentence).doesNotContain("\tat ");
  }

  private ServerProcess server(String name, String... settings) throws Exception {
    ServerProcess process =
        new ServerProcess(Files.createDirectories(folder.resolve(name)), settings);
    started.add(process);
    return process;
  }
}
