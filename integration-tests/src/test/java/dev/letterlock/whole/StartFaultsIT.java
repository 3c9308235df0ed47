package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A server that cannot start says why and what to do, and ends with the promised exit code. */
class StartFaultsIT {
  private static final int UNAVAILABLE = 69;
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

    assertThat(second.startAndFail()).as(second.errors()).isEqualTo(UNAVAILABLE);
    assertThat(second.errors()).contains(taken, "in use");
  }

  @Test
  void refusesAFileInThePlaceOfTheDataDirectory() throws Exception {
    ServerProcess server = server("only");
    Files.writeString(server.data(), "no directory");

    assertThat(server.startAndFail()).as(server.errors()).isEqualTo(CONFIGURATION);
    assertThat(server.errors()).contains("DATA_DIR", server.data().toString());
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
  void checksBesideARunningServer() throws Exception {
    ServerProcess first = server("first");
    first.start();

    ServerProcess check = server("check", "--data-dir=" + first.data());

    assertThat(check.check()).as(check.errors()).isZero();
    assertThat(check.output())
        .contains("running, process id " + first.pid(), "fsync_p99_micros", "All is well.");
  }

  @Test
  void checksWhetherSomebodyListensAtTheWebhook() throws Exception {
    ServerProcess check = server("check", "--webhook-url=http://127.0.0.1:" + unusedPort());
    Files.writeString(
        folder.resolve("check").resolve(".env"), "WEBHOOK_SECRET=" + "x".repeat(32) + "\n");

    assertThat(check.check()).as(check.errors()).isEqualTo(UNAVAILABLE);
    assertThat(check.errors()).contains("WEBHOOK_URL", "127.0.0.1:").doesNotContain("xxxx");
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

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ServerProcess server(String name, String... settings) throws Exception {
    ServerProcess process =
        new ServerProcess(Files.createDirectories(folder.resolve(name)), settings);
    started.add(process);
    return process;
  }
}
