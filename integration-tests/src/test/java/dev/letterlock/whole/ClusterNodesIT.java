package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.storage.inbox.redis.RedisCluster;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one Redis Cluster and one database, and users of different primaries. */
class ClusterNodesIT {
  private static final int USERS = 12;
  private static final String HEARD = "letterlock_node_messages_heard_total";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  @TempDir Path folder;

  private TwoNodes nodes;
  private LoadUser alice;
  private LoadUser bob;

  @BeforeEach
  void twoNodes() throws Exception {
    nodes = new TwoNodes(folder, REDIS.uri());
    List<LoadUser> users = nodes.here().users(USERS, 1);
    alice = users.getFirst();
    RedisServer alices = REDIS.primaryOf(TwoNodes.device(alice).address().user());
    bob =
        users.stream()
            .filter(user -> REDIS.primaryOf(TwoNodes.device(user).address().user()) != alices)
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void bringsAMessageAcrossPrimariesAndNodesAndItsReceiptBack() throws Exception {
    WireClient sender = nodes.open(nodes.here(), alice);
    WireClient reader = nodes.open(nodes.there(), bob);

    Accepted accepted = Pair.accepted(sender, Messages.numbered(alice, bob, 1));
    Deliver deliver = reader.next(Deliver.class);
    reader.send(new Ack(deliver.cursor(), 0));

    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(1);
    Receipt.Entry receipt = sender.next(Receipt.class).entries().getFirst();
    assertThat(receipt.kind()).isEqualTo(Receipt.Kind.DELIVERED);
    assertThat(receipt.upTo()).isEqualTo(accepted.ranges().getFirst().time());
    TwoNodes.awaitCounted(nodes.here(), "letterlock_node_messages_total{outcome=\"taken\"}");
    TwoNodes.awaitCounted(nodes.there(), HEARD);
  }

  @Test
  void displacesASessionOfTheOtherNode() throws Exception {
    WireClient older = nodes.open(nodes.here(), bob);
    nodes.open(nodes.there(), bob);
    assertThat(older.closeCode()).isEqualTo(CloseCode.DISPLACED.code());
  }

  @Test
  void goesOnWhenAReplicaWasPromoted() throws Exception {
    WireClient sender = nodes.open(nodes.here(), alice);
    WireClient reader = nodes.open(nodes.there(), bob);
    RedisServer bobs = REDIS.primaryOf(TwoNodes.device(bob).address().user());

    bobs.kill();
    TwoNodes.sendUntilAccepted(sender, Messages.numbered(alice, bob, 1));

    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
    AtomicInteger number = new AtomicInteger(1);
    double before = heard();
    await("the nodes hear each other")
        .atMost(PATIENCE)
        .until(() -> {
          TwoNodes.sendUntilAccepted(
              sender, Messages.numbered(alice, bob, number.incrementAndGet()));
          return heard() > before;
        });
  }

  @Test
  void needsNoMoreRightsThanTheDocumentSays() throws Exception {
    String rights = TwoNodes.documentedRights().replace("PASSWORD", "geheim");
    for (RedisServer server : REDIS.servers()) {
      server.say("ACL LOG RESET");
      assertThat(server.say(rights)).isEqualTo("+OK");
    }
    nodes.restart(REDIS.uri().replace("redis://", "redis://letterlock:geheim@"));

    WireClient reader = nodes.open(nodes.there(), bob);
    Pair.accepted(nodes.open(nodes.here(), alice), Messages.numbered(alice, bob, 1));

    assertThat(Messages.numberOf(reader.next(Deliver.class).envelope())).isEqualTo(1);
    TwoNodes.awaitCounted(nodes.there(), HEARD);
    for (RedisServer server : REDIS.servers()) {
      assertThat(server.say("ACL LOG")).as("what was denied").isEqualTo("*0");
    }
  }

  private double heard() throws Exception {
    return TwoNodes.scrape(nodes.there()).of(HEARD);
  }
}
