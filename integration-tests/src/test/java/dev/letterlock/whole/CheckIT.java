package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.storage.embedded.EmbeddedMongoProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} says everything that is missing, serves nobody and leaves nothing behind. */
class CheckIT {
  private static final int UNAVAILABLE = 69;
  private static final int STORAGE = 74;
  private static final int CONFIGURATION = 78;
  private static final String SECRET = "x".repeat(32);

  @TempDir Path folder;

  private final List<ServerProcess> started = new ArrayList<>();
  private final List<Socket> holding = new ArrayList<>();

  @AfterEach
  void endProcesses() throws Exception {
    started.forEach(ServerProcess::close);
    for (Socket socket : holding) {
      socket.close();
    }
  }

  @Test
  void findsAllWellAndLeavesNothingBehind() throws Exception {
    ServerProcess check = process("check");

    assertThat(check.check()).as(check.errors()).isZero();
    assertThat(check.output())
        .containsPattern("mongo +embedded, new")
        .containsPattern("jobs +new")
        .contains("fsync_p99_micros", "All is well.");
    assertThat(check.data()).doesNotExist();
  }

  @Test
  void opensWhatAServerHasLeft() throws Exception {
    ServerProcess server = process("only");
    server.start();
    server.stop();

    assertThat(server.check()).as(server.errors()).isZero();
    assertThat(server.output())
        .containsPattern("inbox +can be opened")
        .containsPattern("jobs +can be kept in H2")
        .contains("All is well.");
    server.start();
  }

  @Test
  void looksBesideARunningServer() throws Exception {
    ServerProcess first = process("first");
    first.start();

    ServerProcess check =
        process("check", "--data-dir=" + first.data(), "--port=" + first.url().port());

    assertThat(check.check()).as(check.errors()).isZero();
    assertThat(check.output())
        .contains("running, process id " + first.pid(), "fsync_p99_micros", "All is well.");
  }

  @Test
  void saysThatNobodyListensAtTheWebhook() throws Exception {
    ServerProcess check = process("check", "--webhook-url=http://127.0.0.1:" + unusedPort());
    dotEnv(check, "WEBHOOK_SECRET=" + SECRET);

    assertThat(check.check()).as(check.errors()).isEqualTo(UNAVAILABLE);
    assertThat(check.errors()).contains("WEBHOOK_URL", "127.0.0.1:").doesNotContain(SECRET);
    assertThat(check.output()).contains("fsync_p99_micros").doesNotContain("All is well.");
  }

  @Test
  void saysThatMongoIsAway() throws Exception {
    ServerProcess check = process("check");
    dotEnv(check, "MONGODB_URI=mongodb://user:hidden@127.0.0.1:" + unusedPort());

    assertThat(check.check()).as(check.errors()).isEqualTo(UNAVAILABLE);
    assertThat(check.errors()).contains("MongoDB cannot be reached").doesNotContain("hidden");
  }

  @Test
  void reachesASharedDatabaseAndGivesItBackAtOnce() throws Exception {
    try (SharedMongo mongo = new SharedMongo(folder)) {
      ServerProcess check = process("check", mongo.setting());

      assertThat(check.check()).as(check.errors()).isZero();
      assertThat(check.output())
          .containsPattern("mongo +reached")
          .containsPattern("jobs +can be kept in MongoDB");
      ServerProcess server = process("server", mongo.setting());
      server.start();

      assertThat(check.check()).as(check.errors()).isEqualTo(CONFIGURATION);
      assertThat(check.errors()).contains("MONGODB_URI", server.data().toRealPath().toString());
    }
  }

  @Test
  void saysThatTheJobsCannotBeKept() throws Exception {
    try (EmbeddedMongoProcess mongo =
        EmbeddedMongoProcess.start(folder.resolve("refuses-migrations.mv"), 0)) {
      ServerProcess check = process("check");
      dotEnv(check, "MONGODB_URI=" + mongo.uri());

      assertThat(check.check()).as(check.errors()).isEqualTo(UNAVAILABLE);
      assertThat(check.output()).containsPattern("mongo +reached");
      assertThat(check.errors()).contains("The jobs' database cannot be used");
    }
  }

  @Test
  void saysEverythingThatIsMissingAtOnce() throws Exception {
    ServerProcess check =
        process("check", "--json", "--webhook-url=http://127.0.0.1:" + unusedPort());
    dotEnv(check, "MONGODB_URI=mongodb://127.0.0.1:" + unusedPort(), "WEBHOOK_SECRET=" + SECRET);

    assertThat(check.check()).as(check.errors()).isEqualTo(UNAVAILABLE);
    JsonNode said = json(check);
    assertThat(said.path("ok").asBoolean(true)).isFalse();
    assertThat(said.path("faults")).isEmpty();
    assertThat(said.path("missing")).hasSize(2);
    assertThat(said.path("missing").toString()).contains("MongoDB", "WEBHOOK_URL");
    assertThat(check.errors()).contains("MongoDB", "WEBHOOK_URL");
  }

  @Test
  void saysWithAPortInUseWhatElseIsMissing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerProcess check =
          process(
              "check",
              "--json",
              "--port=" + taken.getLocalPort(),
              "--webhook-url=http://127.0.0.1:" + unusedPort());
      dotEnv(check, "MONGODB_URI=mongodb://127.0.0.1:" + unusedPort(), "WEBHOOK_SECRET=" + SECRET);

      assertThat(check.check()).as(check.errors()).isEqualTo(CONFIGURATION);
      JsonNode said = json(check);
      assertThat(said.path("faults").findValuesAsText("key")).containsExactly("PORT");
      assertThat(said.path("faults").findValuesAsText("origin")).containsExactly("flag");
      assertThat(said.path("missing")).hasSize(2);
    }
  }

  @Test
  void saysWithKeysThatCannotBeUnderstoodWhatElseIsMissing() throws Exception {
    ServerProcess check = process("check", "--json", "--retention=soon", "--transport=post");
    dotEnv(check, "MONGODB_URI=mongodb://127.0.0.1:" + unusedPort(), "WEBHOOK_SECRET=short");

    assertThat(check.check()).as(check.errors()).isEqualTo(CONFIGURATION);
    JsonNode said = json(check);
    assertThat(said.path("faults").findValuesAsText("key"))
        .contains("RETENTION", "TRANSPORT", "WEBHOOK_SECRET");
    assertThat(said.path("missing")).hasSize(1);
    assertThat(said.path("missing").toString()).contains("MongoDB");
    assertThat(said.path("inbox").asText()).isEqualTo("new");
    assertThat(said.has("transport")).isFalse();
    assertThat(said.has("webhook")).isFalse();
  }

  @Test
  void triesNoOtherDatabaseThanTheOneThatIsMeant() throws Exception {
    ServerProcess check = process("check", "--json");
    dotEnv(check, "MONGODB_URI=postgres://127.0.0.1");

    assertThat(check.check()).as(check.errors()).isEqualTo(CONFIGURATION);
    JsonNode said = json(check);
    assertThat(said.path("faults").findValuesAsText("key")).containsExactly("MONGODB_URI");
    assertThat(said.has("mongo")).isFalse();
    assertThat(said.has("jobs")).isFalse();
    assertThat(said.path("webhook").asText()).isEqualTo("none");
  }

  @Test
  void saysInJsonThatAllIsWellAndWhatCannotBeUnderstood() throws Exception {
    ServerProcess good = process("good", "--json");
    ServerProcess bad = process("bad", "--json", "--retention=soon");

    assertThat(good.check()).as(good.errors()).isZero();
    assertThat(json(good).path("ok").asBoolean()).isTrue();
    assertThat(json(good).path("mongo").asText()).isEqualTo("embedded, new");
    assertThat(json(good).path("fsync_p99_micros").asLong()).isPositive();
    assertThat(bad.check()).isEqualTo(CONFIGURATION);
    assertThat(json(bad).path("faults").findValuesAsText("key")).containsExactly("RETENTION");
  }

  @Test
  void saysThatWhatIsStoredIsDamaged() throws Exception {
    ServerProcess check = process("check");
    Files.createDirectories(check.data());
    Files.writeString(check.data().resolve("accounts.mv"), "damaged ".repeat(10_000));

    assertThat(check.check()).as(check.errors()).isEqualTo(STORAGE);
    assertThat(check.errors()).contains("restore a backup");
    assertThat(check.output()).containsPattern("jobs +new").contains("fsync_p99_micros");
  }

  private static JsonNode json(ServerProcess check) throws Exception {
    return new ObjectMapper().readTree(check.output());
  }

  private static void dotEnv(ServerProcess process, String... lines) throws Exception {
    Files.write(process.data().resolveSibling(".env"), List.of(lines));
  }

  /** Where nobody listens, nor can until the end: bound to a socket that only holds it. */
  private int unusedPort() throws Exception {
    Socket socket = new Socket();
    holding.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket.getLocalPort();
  }

  private ServerProcess process(String name, String... settings) throws Exception {
    ServerProcess process =
        new ServerProcess(Files.createDirectories(folder.resolve(name)), settings);
    started.add(process);
    return process;
  }
}
