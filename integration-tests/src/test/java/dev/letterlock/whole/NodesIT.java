package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one Redis and one database: any device may connect to either. */
class NodesIT {
  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @TempDir Path folder;

  private TwoNodes nodes;
  private LoadUser alice;
  private LoadUser bob;

  @BeforeEach
  void twoNodes() throws Exception {
    nodes = new TwoNodes(folder, REDIS.uri());
    List<LoadUser> users = nodes.here().users(2, 1);
    alice = users.get(0);
    bob = users.get(1);
  }

  @AfterEach
  void stop() {
    REDIS.say("ACL SETUSER default +publish");
    nodes.close();
  }

  @Test
  void bringsAMessageToADeviceOfTheOtherNodeAndItsReceiptsBack() throws Exception {
    WireClient sender = nodes.open(nodes.here(), alice);
    WireClient reader = nodes.open(nodes.there(), bob);

    Accepted accepted = Pair.accepted(sender, Messages.numbered(alice, bob, 1));
    Deliver deliver = reader.next(Deliver.class);
    reader.send(new Ack(deliver.cursor(), 0));

    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(1);
    long time = accepted.ranges().getFirst().time();
    assertReceipt(sender, Receipt.Kind.DELIVERED, time);
    reader.send(read(deliver, time));
    assertReceipt(sender, Receipt.Kind.READ, time);
    TwoNodes.awaitCounted(nodes.here(), "letterlock_node_messages_total{outcome=\"taken\"}");
    TwoNodes.awaitCounted(nodes.there(), "letterlock_node_messages_heard_total");
  }

  @Test
  void findsWhatNobodyCouldTellTheOtherNode() throws Exception {
    WireClient sender = nodes.open(nodes.here(), alice);
    WireClient reader = nodes.open(nodes.there(), bob);
    reader.next(InboxDrained.class);
    REDIS.say("ACL SETUSER default -publish");

    long time = Pair.accepted(sender, Messages.numbered(alice, bob, 1)).ranges().getFirst().time();
    Deliver deliver = reader.next(Deliver.class);
    reader.send(new Ack(deliver.cursor(), 0));

    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(1);
    assertReceipt(sender, Receipt.Kind.DELIVERED, time);
    TwoNodes.awaitCounted(nodes.there(), "letterlock_node_findings_total");
  }

  @Test
  void bringsWhatIsEphemeralToTheOtherNode() throws Exception {
    WireClient sender = nodes.open(nodes.here(), alice);
    WireClient reader = nodes.open(nodes.there(), bob);

    sender.send(ephemeral(Messages.numbered(alice, bob, 7)));

    Deliver deliver = reader.next(Deliver.class);
    assertThat(deliver.cursor()).isEqualTo(Cursor.ZERO);
    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(7);
  }

  @Test
  void letsADeviceBeOnOneNodeOnly() throws Exception {
    WireClient older = nodes.open(nodes.here(), bob);

    WireClient newer = nodes.open(nodes.there(), bob);

    assertThat(older.closeCode()).isEqualTo(CloseCode.DISPLACED.code());
    Pair.accepted(nodes.open(nodes.here(), alice), Messages.numbered(alice, bob, 1));
    assertThat(Messages.numberOf(newer.next(Deliver.class).envelope())).isEqualTo(1);
  }

  @Test
  void findsADisplacedSessionThatNobodyCouldTell() throws Exception {
    WireClient older = nodes.open(nodes.here(), bob);
    REDIS.say("ACL SETUSER default -publish");

    nodes.open(nodes.there(), bob);

    assertThat(older.closeCode()).isEqualTo(CloseCode.DISPLACED.code());
  }

  @Test
  void cutsTheSessionsOfADisabledUserOnEveryNode() throws Exception {
    WireClient connected = nodes.open(nodes.there(), bob);

    disable(nodes.here(), bob);

    assertThat(connected.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    WireClient again = nodes.connect(nodes.there(), bob);
    assertThat(again.closeCode()).isNotEqualTo(CloseCode.NORMAL.code());
  }

  @Test
  void knowsAfterItsReturnWhatChangedWhileRedisWasAway() throws Exception {
    WireClient connected = nodes.open(nodes.there(), bob);
    REDIS.kill();
    disable(nodes.here(), bob);
    REDIS.start();

    assertThat(connected.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
  }

  @Test
  void needsNoMoreRightsThanTheDocumentSays() throws Exception {
    REDIS.say("ACL LOG RESET");
    assertThat(REDIS.say(TwoNodes.documentedRights().replace("PASSWORD", "geheim")))
        .isEqualTo("+OK");
    nodes.restart(REDIS.uri().replace("redis://", "redis://letterlock:geheim@"));

    WireClient reader = nodes.open(nodes.there(), bob);
    Pair.accepted(nodes.open(nodes.here(), alice), Messages.numbered(alice, bob, 1));

    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
    TwoNodes.awaitCounted(nodes.there(), "letterlock_node_messages_heard_total");
    disable(nodes.here(), bob);
    assertThat(reader.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    assertThat(REDIS.say("ACL LOG")).as("what was denied").isEqualTo("*0");
  }

  @Test
  void goesOnWhenRedisWasAway() throws Exception {
    WireClient sender = nodes.open(nodes.here(), alice);
    WireClient reader = nodes.open(nodes.there(), bob);
    REDIS.kill();
    REDIS.start();

    OutgoingSend send = Messages.numbered(alice, bob, 1);
    TwoNodes.sendUntilAccepted(sender, send);

    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
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
                deliver.envelope().conversation(), TwoNodes.device(alice).address(), upTo)));
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
}
