package dev.letterlock.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.account.RefreshTokenStore;
import dev.letterlock.storage.account.TokenFamily;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.DeviceRegistration;
import dev.letterlock.storage.device.PreKeyClaim;
import dev.letterlock.storage.device.SignedDeviceList;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ReceiptWatermark;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import dev.letterlock.testing.Rounds;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No acknowledged write is lost and no key is handed out twice, however often it is killed. */
class EmbeddedMongoCrashIT {
  private static final int KILLS = Rounds.of(12);
  private static final int WRITERS = 8;
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);

  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
  private static final int ALL_BYTES = 1 << 20;

  private final Queue<Enrolled> enrolled = new ConcurrentLinkedQueue<>();
  private final Queue<OpaqueBytes> claimed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile boolean killed;

  @Test
  void keepsEveryAcknowledgedWriteThroughKills(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("mongo.mv");
    Random random = new Random(20260115);
    for (int kill = 0; kill < KILLS; kill++) {
      try (EmbeddedMongoProcess server = EmbeddedMongoProcess.start(file, 0);
          MongoStores stores = MongoStores.open(impatient(server.uri()), Clock.systemUTC())) {
        awaitReady(stores);
        stores.migrate("kill-" + kill);
        verify(stores);
        writeUntilKilled(stores, server, acknowledged.get() + 20 + random.nextInt(200));
      }
    }
    try (EmbeddedMongo server = EmbeddedMongo.open(file);
        MongoStores stores = MongoStores.open(MongoConfig.of(server.uri()), Clock.systemUTC())) {
      verify(stores);
      verifyTokensAreCurrent(stores);
    }
    assertThat(enrolled).hasSizeGreaterThan(KILLS);
    assertThat(claimed).hasSizeGreaterThan(KILLS);
  }

  private void writeUntilKilled(MongoStores stores, EmbeddedMongoProcess server, int writes)
      throws InterruptedException {
    killed = false;
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(() -> writeWhileItLives(stores));
      }
      await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.get() >= writes);
      killed = true;
      server.kill();
    }
  }

  private void writeWhileItLives(MongoStores stores) {
    while (!killed) {
      try {
        Enrolled user = enrol(stores);
        enrolled.add(user);
        for (int i = 0; i < 3; i++) {
          claimed.add(claim(stores, user.device().address()));
          acknowledged.incrementAndGet();
        }
      } catch (StoreUnavailableException e) {
        // What was under way may or may not have been stored.
      }
    }
  }

  private static void awaitReady(MongoStores stores) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(stores::ping);
  }

  private Enrolled enrol(MongoStores stores) {
    UserRecord user = ((UserStore.Created) stores.users().create(Samples.name(), null)).user();
    int id = stores.users().nextDeviceId(user.id()).orElseThrow();
    DeviceRegistration device = Samples.registration(new DeviceAddress(user.id(), id));
    stores.devices().register(device, TODAY);
    stores.preKeys().upload(device.address(), Samples.preKeys(4, 1), Instant.EPOCH);
    SignedDeviceList first = Samples.firstList(user.id(), device);
    stores.deviceLists().append(first);
    SignedDeviceList second = Samples.nextList(first, device);
    stores.deviceLists().append(second);
    acknowledged.addAndGet(6);
    return new Enrolled(user, device, List.of(first, second), traffic(stores, device.address()));
  }

  private Traffic traffic(MongoStores stores, DeviceAddress device) {
    UserId other = Samples.user();
    Conversation conversation =
        new Conversation(Samples.conversation(), Set.of(device.user(), other));
    stores.conversations().createDirect(conversation.id(), device.user(), other);
    ReceiptWatermark mark = new ReceiptWatermark(conversation.id(), other, device, 7, 5);
    stores.receipts().raise(List.of(mark));
    TokenFamily login = new TokenFamily(UUID.randomUUID(), device, 7, FAR);
    OpaqueBytes first = Samples.bytes(32);
    OpaqueBytes token = Samples.bytes(32);
    stores.refreshTokens().create(login, first);
    stores.refreshTokens().rotate(first, token, FAR);
    UUID ended = UUID.randomUUID();
    stores.endedLogins().add(ended, FAR);
    List<AgedEntry> aged =
        List.of(
            new AgedEntry(device, new Cursor(1, 1), Samples.bytes(400), FAR),
            new AgedEntry(device, new Cursor(1, 2), Samples.bytes(400), FAR));
    stores.agedInboxes().copy(aged);
    acknowledged.addAndGet(6);
    return new Traffic(conversation, mark, login, token, ended, aged);
  }

  private static OpaqueBytes claim(MongoStores stores, DeviceAddress target) {
    PreKeyClaim claim =
        new PreKeyClaim(Samples.device(), target, Samples.request(), PreKeyClaim.TAKE_ANY);
    return Objects.requireNonNull(stores.preKeys().claim(claim).orElseThrow().oneTime());
  }

  private void verify(MongoStores stores) {
    for (Enrolled each : enrolled) {
      UserId user = each.user().id();
      assertThat(stores.users().byId(user)).contains(each.user());
      assertThat(stores.users().byName(each.user().name())).contains(each.user());
      assertThat(stores.devices().byAddress(each.device().address()).orElseThrow().registered())
          .isEqualTo(each.device());
      assertThat(stores.deviceLists().at(user, 1)).contains(each.lists().getFirst());
      assertThat(stores.deviceLists().latest(user)).contains(each.lists().getLast());
      assertThat(stores.rosters().effective(user).orElseThrow().members()).hasSize(1);
      assertThat(stores.users().nextDeviceId(user).orElseThrow()).isGreaterThan(1);
    }
    assertThat(claimed).doesNotHaveDuplicates();
    verifyTraffic(stores);
  }

  private void verifyTraffic(MongoStores stores) {
    Set<UUID> ended = Set.copyOf(stores.endedLogins().at(Instant.EPOCH));
    for (Enrolled each : enrolled) {
      Traffic traffic = each.traffic();
      DeviceAddress device = each.device().address();
      ConversationId id = traffic.conversation().id();
      assertThat(stores.conversations().byId(id)).contains(traffic.conversation());
      assertThat(stores.conversations().hasSent(id, device.user())).isTrue();
      assertThat(stores.receipts().of(traffic.conversation())).containsExactly(traffic.mark());
      assertThat(stores.refreshTokens().byDevice(device)).contains(traffic.login());
      assertThat(ended).contains(traffic.ended());
      assertThat(stores.agedInboxes().read(device, Cursor.ZERO, WRITERS, ALL_BYTES))
          .isEqualTo(traffic.aged());
    }
  }

  /** Exchanges them, so it comes last. */
  private void verifyTokensAreCurrent(MongoStores stores) {
    for (Enrolled each : enrolled) {
      assertThat(stores.refreshTokens().rotate(each.traffic().token(), Samples.bytes(32), FAR))
          .isEqualTo(new RefreshTokenStore.Rotated(each.traffic().login()));
    }
  }

  private static MongoConfig impatient(String uri) {
    return new MongoConfig(uri, Duration.ofSeconds(2), Duration.ofSeconds(10), 32);
  }

  private record Enrolled(
      UserRecord user, DeviceRegistration device, List<SignedDeviceList> lists, Traffic traffic) {}

  /**
   * What comes of a device that is used.
   *
   * @param token the refresh token in force, hashed
   * @param ended another login, which has ended
   */
  private record Traffic(
      Conversation conversation,
      ReceiptWatermark mark,
      TokenFamily login,
      OpaqueBytes token,
      UUID ended,
      List<AgedEntry> aged) {}
}
