package dev.letterlock.whole;

import static org.awaitility.Awaitility.await;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two servers that share a Redis and a database, and the clients of a test. */
final class TwoNodes implements AutoCloseable {
  private static final String JWT_SECRET = "k1:" + "a2V5".repeat(11);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final SharedMongo mongo;
  private final List<WireClient> clients = new ArrayList<>();
  private RunningServer here;
  private RunningServer there;

  TwoNodes(Path folder, String redis) throws Exception {
    this.folder = folder;
    mongo = new SharedMongo(folder);
    here = node("here", redis);
    there = node("there", redis);
  }

  RunningServer here() {
    return here;
  }

  RunningServer there() {
    return there;
  }

  /** Starts both again, with another address of the same Redis. */
  void restart(String redis) throws Exception {
    here.close();
    there.close();
    here = node("here", redis);
    there = node("there", redis);
  }

  WireClient open(RunningServer node, LoadUser user) throws InterruptedException {
    WireClient client = connect(node, user);
    client.next(Welcome.class);
    return client;
  }

  WireClient connect(RunningServer node, LoadUser user) {
    WireClient client = new WireClient(node.url());
    clients.add(client);
    client.hello(device(user), Cursor.ZERO);
    return client;
  }

  static LoadDevice device(LoadUser user) {
    return user.devices().getFirst();
  }

  static void sendUntilAccepted(WireClient sender, OutgoingSend send) {
    AtomicInteger ref = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .until(() -> {
          sender.send(send.withRef(ref.incrementAndGet()));
          return Pair.answer(sender) instanceof Accepted;
        });
  }

  /** Until the node has counted something, which may be after what came of it was seen. */
  static void awaitCounted(RunningServer node, String counter) {
    await(counter).atMost(PATIENCE).until(() -> scrape(node).of(counter) > 0);
  }

  static Scrape scrape(RunningServer node) throws Exception {
    return Scrape.of(node.managementUrl().resolve("/metrics"));
  }

  /** What a user of its own in Redis may do, as docs/OPERATIONS.md says. */
  static String documentedRights() throws IOException {
    return Files.readString(Path.of("..", "docs", "OPERATIONS.md"))
        .replaceFirst("(?s).*<!-- redis-rights:begin -->", "")
        .replaceFirst("(?s)<!-- redis-rights:end -->.*", "")
        .replace("```", "")
        .strip();
  }

  private RunningServer node(String name, String redis) throws Exception {
    return new RunningServer(
        Files.createDirectories(folder.resolve(name)),
        Map.of("REDIS_URL", redis, "MONGODB_URI", mongo.uri(), "JWT_SECRET", JWT_SECRET));
  }

  @Override
  public void close() {
    clients.forEach(WireClient::close);
    here.close();
    there.close();
    mongo.close();
  }
}
