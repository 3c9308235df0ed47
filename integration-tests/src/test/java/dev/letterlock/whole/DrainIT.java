package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while sessions live and Sends are under way (docs/PROTOCOL.md §1, §3.9). */
class DrainIT {
  private static final int UNDER_WAY = 200;

  /** Longer than a test waits for a process: it must not be waited for when everybody has gone. */
  private static final int PATIENT = 600;

  @TempDir Path folder;

  @Test
  void answersWhatIsUnderWayAndSendsEverybodyAway() throws Exception {
    LoadUser alice;
    LoadUser bob;
    try (ServerProcess server = new ServerProcess(folder, "--drain-seconds=" + PATIENT)) {
      server.start();
      List<LoadUser> users = People.make(server.managementUrl(), server.adminToken(), 2, 1);
      alice = users.get(0);
      bob = users.get(1);
      drainWhileSending(server, alice, bob);
      assertThat(server.awaitEnd()).as("as soon as everybody has gone").isZero();
      assertThat(server.errors()).doesNotContain("WARN", "ERROR", "Exception");
      assertThat(server.output())
          .contains("Letterlock has stopped after ", "2 session(s) left, 0 had to be closed.");
    }
    try (ServerProcess server = new ServerProcess(folder, "--drain-seconds=1")) {
      server.start();
      try (WireClient reader = open(server, bob)) {
        for (int n = 1; n <= UNDER_WAY + 1; n++) {
          Deliver deliver = reader.next(Deliver.class);
          assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(n);
          assertThat(deliver.cursor().seq()).isEqualTo(n);
        }
        server.askToStop();

        assertThat(reader.next(GoAway.class).reconnectAfterMillis()).isBetween(0, 1_000);
        assertThat(reader.closeCode()).as("who stays").isEqualTo(CloseCode.DRAINING.code());
      }
      assertThat(server.awaitEnd()).isZero();
      assertThat(server.output())
          .contains("Letterlock has stopped after ", "0 session(s) left, 1 had to be closed.");
    }
  }

  private static void drainWhileSending(ServerProcess server, LoadUser alice, LoadUser bob)
      throws Exception {
    try (WireClient sender = open(server, alice);
        WireClient reader = open(server, bob)) {
      for (int n = 1; n <= UNDER_WAY; n++) {
        sender.send(message(alice, bob, n));
      }
      server.askToStop();

      int accepted = awaitGoAway(sender);
      awaitGoAway(reader);
      assertThat(server.readiness()).contains("\"ready\":false", "\"name\":\"serving\"");
      assertThatThrownBy(() -> connect(server.url())).isInstanceOf(ConnectException.class);
      sender.send(message(alice, bob, UNDER_WAY + 1));
      while (accepted < UNDER_WAY + 1) {
        accepted += count(sender.next(Accepted.class));
      }
    }
  }

  /** Returns how many Sends were accepted before it. */
  private static int awaitGoAway(WireClient client) throws InterruptedException {
    int accepted = 0;
    while (true) {
      ServerFrame frame = client.next(ServerFrame.class);
      if (frame instanceof Accepted some) {
        accepted += count(some);
      }
      if (frame instanceof GoAway goAway) {
        assertThat(goAway.reason()).isEqualTo(CloseCode.DRAINING.code());
        assertThat(goAway.reconnectAfterMillis()).isBetween(0, PATIENT * 1_000);
        return accepted;
      }
    }
  }

  private static int count(Accepted accepted) {
    return accepted.ranges().stream()
        .mapToInt(range -> range.lastRef() - range.firstRef() + 1)
        .sum();
  }

  private static OutgoingSend message(LoadUser from, LoadUser to, int number) {
    return Messages.numbered(from, to, number).withRef(number);
  }

  private static WireClient open(ServerProcess server, LoadUser user) throws InterruptedException {
    WireClient client = new WireClient(server.url());
    client.hello(Pair.device(user), Cursor.ZERO);
    client.next(Welcome.class);
    return client;
  }

  private static void connect(ServerUrl url) throws IOException {
    try (Socket _ = new Socket(url.host(), url.port())) {
      // Only that it is taken counts.
    }
  }
}
