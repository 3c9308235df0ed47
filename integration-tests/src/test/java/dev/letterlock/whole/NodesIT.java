package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one Redis and one database: any device may connect to either. */
class NodesIT {
  private static final String JWT_SECRET = "k1:" + "a2V5".repeat(11);

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @TempDir Path folder;

  private String redis = REDIS.uri();
  private final List<WireClient> clients = new ArrayList<>();
  private SharedMongo mongo;
  private RunningServer here;
  private RunningServer there;
  private LoadUser alice;
  private LoadUser bob;

  @BeforeEach
  void twoNodes() throws Exception {
    mongo = new SharedMongo(folder);
    here = node("here");
    there = node("there");
    List<LoadUser> users = here.users(2, 1);
    alice = users.get(0);
    bob = users.get(1);
  }

  @AfterEach
  void stop() {
    REDIS.say("ACL SETUSER default +publish");
    clients.forEach(WireClient::close);
    here.close();
    there.close();
    mongo.close();
  }

  @Test
  void bringsAMessageToADeviceOfTheOtherNodeAndItsReceiptsBack() throws Exception {
    WireClient sender = open(here, alice);
    WireClient reader = open(there, bob);

    Accepted accepted = Pair.accepted(sender, Messages.numbered(alice, bob, 1));
    Deliver deliver = reader.next(Deliver.class);
    reader.send(new Ack(deliver.cursor(), 0));

    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(1);
    long time = accepted.ranges().getFirst().time();
    assertReceipt(sender, Receipt.Kind.DELIVERED, time);
    reader.send(read(deliver, time));
    assertReceipt(sender, Receipt.Kind.READ, time);
    assertThat(scrape(here).of("letterlock_node_messages_total{outcome=\"taken\"}")).isPositive();
    assertThat(scrape(there).of("letterlock_node_messages_heard_total")).isPositive();
  }

  @Test
  void findsWhatNobodyCouldTellTheOtherNode() throws Exception {
    WireClient sender = open(here, alice);
    WireClient reader = open(there, bob);
    REDIS.say("ACL SETUSER default -publish");

    long time = Pair.accepted(sender, Messages.numbered(alice, bob, 1)).ranges().getFirst().time();
    Deliver deliver = reader.next(Deliver.class);
    reader.send(new Ack(deliver.cursor(), 0));

    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(1);
    assertReceipt(sender, Receipt.Kind.DELIVERED, time);
    assertThat(scrape(there).of("letterlock_node_findings_total")).isPositive();
  }

  @Test
  void bringsWhatIsEphemeralToTheOtherNode() throws Exception {
    WireClient sender = open(here, alice);
    WireClient reader = open(there, bob);

    sender.send(ephemeral(Messages.numbered(alice, bob, 7)));

    Deliver deliver = reader.next(Deliver.class);
    assertThat(deliver.cursor()).isEqualTo(Cursor.ZERO);
    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(7);
  }

  @Test
  void letsADeviceBeOnOneNodeOnly() throws Exception {
    WireClient older = open(here, bob);

    WireClient newer = open(there, bob);

    assertThat(older.closeCode()).isEqualTo(CloseCode.DISPLACED.code());
    Pair.accepted(open(here, alice), Messages.numbered(alice, bob, 1));
    assertThat(Messages.numberOf(newer.next(Deliver.class).envelope())).isEqualTo(1);
  }

  @Test
  void findsADisplacedSessionThatNobodyCouldTell() throws Exception {
    WireClient older = open(here, bob);
    REDIS.say("ACL SETUSER default -publish");

    open(there, bob);

    assertThat(older.closeCode()).isEqualTo(CloseCode.DISPLACED.code());
  }

  @Test
  void cutsTheSessionsOfADisabledUserOnEveryNode() throws Exception {
    WireClient connected = open(there, bob);

    disable(here, bob);

    assertThat(connected.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    WireClient again = connect(there, bob);
    assertThat(again.closeCode()).isNotEqualTo(CloseCode.NORMAL.code());
  }

  @Test
  void knowsAfterItsReturnWhatChangedWhileRedisWasAway() throws Exception {
    WireClient connected = open(there, bob);
    REDIS.kill();
    disable(here, bob);
    REDIS.start();

    assertThat(connected.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
  }

  @Test
  void needsNoMoreRightsThanTheDocumentSays() throws Exception {
    here.close();
    there.close();
    REDIS.say("ACL LOG RESET");
    assertThat(REDIS.say(documentedRights().replace("PASSWORD", "geheim"))).isEqualTo("+OK");
    redis = REDIS.uri().replace("redis://", "redis://letterlock:geheim@");
    here = node("here");
    there = node("there");

    WireClient reader = open(there, bob);
    Pair.accepted(open(here, alice), Messages.numbered(alice, bob, 1));

    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
    assertThat(scrape(there).of("letterlock_node_messages_heard_total")).isPositive();
    disable(here, bob);
    assertThat(reader.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    assertThat(REDIS.say("ACL LOG")).as("what was denied").isEqualTo("*0");
  }

  private static String documentedRights() throws Exception {
    return Files.readString(Path.of("..", "docs", "OPERATIONS.md"))
        .replaceFirst("(?s).*<!-- redis-rights:begin -->", "")
        .replaceFirst("(?s)<!-- redis-rights:end -->.*", "")
        .replace("```", "")
        .strip();
  }

  @Test
  void goesOnWhenRedisWasAway() throws Exception {
    WireClient sender = open(here, alice);
    WireClient reader = open(there, bob);
    REDIS.kill();
    REDIS.start();

    OutgoingSend send = Messages.numbered(alice, bob, 1);
    sendUntilAccepted(sender, send);

    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
  }

  private static void sendUntilAccepted(WireClient sender, OutgoingSend send) {
    AtomicInteger ref = new AtomicInteger();
    await()
        .until(() -> {
          sender.send(send.withRef(ref.incrementAndGet()));
          return Pair.answer(sender) instanceof Accepted;
        });
  }

  private static Scrape scrape(RunningServer node) throws Exception {
    return Scrape.of(node.managementUrl().resolve("/metrics"));
  }

  private static void assertReceipt(WireClient sender, Receipt.Kind kind, long upTo)
      throws Exception {
    Receipt.Entry entry = sender.next(Receipt.class).entries().getFirst();
    assertThat(entry.kind()).isEqualTo(kind);
    assertThat(entry.upTo()).isEqualTo(upTo);
  }

  private ReadReceipt read(Deliver deliver, long upTo) {
    return new ReadReceipt(
        List.of(
            new ReadReceipt.Mark(
                deliver.envelope().conversation(), device(alice).address(), upTo)));
  }

  private static OutgoingSend ephemeral(OutgoingSend send) {
    return new OutgoingSend(
        send.ref(),
        MessageClass.EPHEMERAL,
        send.partial(),
        send.messageId(),
        send.recipient(),
        send.conversation(),
        send.expiry(),
        send.recipientListVersion(),
        send.senderListVersion(),
        send.collapseTag(),
        send.slice(),
        send.entries());
  }

  private static void disable(RunningServer node, LoadUser user) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI address = node.managementUrl().resolve("/admin/users/" + user.name() + "/disable");
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Authorization", "Bearer " + node.adminToken().value())
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isBetween(200, 299);
    }
  }

  private WireClient open(RunningServer node, LoadUser user) throws InterruptedException {
    WireClient client = connect(node, user);
    client.next(Welcome.class);
    return client;
  }

  private WireClient connect(RunningServer node, LoadUser user) {
    WireClient client = new WireClient(node.url());
    clients.add(client);
    client.hello(device(user), Cursor.ZERO);
    return client;
  }

  private static LoadDevice device(LoadUser user) {
    return user.devices().getFirst();
  }

  private RunningServer node(String name) throws Exception {
    return new RunningServer(
        Files.createDirectories(folder.resolve(name)),
        Map.of(
            "REDIS_URL", redis,
            "MONGODB_URI", mongo.uri(),
            "JWT_SECRET", JWT_SECRET));
  }
}
