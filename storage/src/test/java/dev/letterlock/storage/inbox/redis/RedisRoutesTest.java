package dev.letterlock.storage.inbox.redis;

import static dev.letterlock.storage.inbox.InboxClient.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Routes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has a device: sessions come and go, and the latest one is in charge. */
class RedisRoutesTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final long ONE = 1;
  private static final long TWO = (1L << 53) - 1;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private RedisInboxEngine engine;
  private Routes routes;

  @BeforeEach
  void open() {
    engine = RedisInboxEngine.open(REDIS.config(InboxSettings.usual()));
    routes = engine.routes();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void putsTheLatestSessionInCharge() {
    Attached first = await(routes.attach(BOB, ONE));
    Attached second = await(routes.attach(BOB, TWO));
    assertThat(List.of(first.displaced(), second.displaced())).containsExactly(0L, ONE);
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(await(routes.nodesOf(List.of(ALICE, BOB)))).containsExactly(0, TWO);
  }

  @Test
  void endsASessionUnlessALaterOneHasCome() {
    long first = await(routes.attach(BOB, ONE)).fence();
    long second = await(routes.attach(BOB, TWO)).fence();
    await(routes.detach(BOB, first).thenApply(_ -> "done"));
    assertThat(await(routes.nodesOf(List.of(BOB)))).containsExactly(TWO);
    await(routes.detach(BOB, second).thenApply(_ -> "done"));
    assertThat(await(routes.nodesOf(List.of(BOB)))).containsExactly(0);
    assertThat(await(routes.attach(BOB, ONE)).fence()).isGreaterThan(second);
  }
}
