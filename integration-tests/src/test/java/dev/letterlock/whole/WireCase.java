package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.testing.SettableClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server, whose time a test may move on, two users with a device each, and as many connections
 * as a test opens.
 */
abstract class WireCase {
  @TempDir Path folder;

  final SettableClock clock = SettableClock.running();
  RunningServer server;
  LoadUser alice;
  LoadUser bob;

  private final List<WireClient> clients = new ArrayList<>();

  @BeforeEach
  final void startServer() throws Exception {
    server = new RunningServer(folder.resolve("data"), Map.of(), clock);
    List<LoadUser> users = server.users(2, 1);
    alice = users.get(0);
    bob = users.get(1);
  }

  @AfterEach
  final void endEverything() {
    endClients();
    server.close();
  }

  final void endClients() {
    clients.forEach(WireClient::close);
    clients.clear();
  }

  /** A connection that has said nothing yet. */
  final WireClient connect() {
    WireClient client = new WireClient(server.url());
    clients.add(client);
    return client;
  }

  final WireClient open(LoadUser user) throws InterruptedException {
    return open(user, Cursor.ZERO);
  }

  /** A session that was welcomed. */
  final WireClient open(LoadUser user, Cursor resume) throws InterruptedException {
    WireClient client = connect();
    client.hello(device(user), resume);
    client.next(Welcome.class);
    return client;
  }

  static Accepted accepted(WireClient sender, OutgoingSend send) throws InterruptedException {
    sender.send(send);
    Accepted accepted = sender.next(Accepted.class);
    assertThat(accepted.ranges().getFirst().firstRef()).isEqualTo(send.ref());
    return accepted;
  }

  static LoadDevice device(LoadUser user) {
    return Pair.device(user);
  }
}
