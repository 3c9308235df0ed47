package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Enrolment;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.server.cli.CommandLineRun;
import dev.letterlock.storage.inbox.redis.RedisCluster;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From one server with everything in its DATA_DIR to many on Redis and MongoDB. */
class MigrateIT {
  private static final int CONFIGURATION = 78;
  private static final int UNAVAILABLE = 69;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int USERS = 30;
  private static final int EACH = 6;
  private static final int ACKED = 2;
  private static final int PRE_KEYS = 3;
  private static final int MOST_KILLS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @RegisterExtension static final RedisServer REDIS = new RedisServer();
  @RegisterExtension static final RedisCluster CLUSTER = new RedisCluster();

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Path data;
  private SharedMongo mongo;
  private String redis;

  @BeforeEach
  void startDatabase() throws Exception {
    data = folder.resolve("data");
    mongo = new SharedMongo(folder);
    redis = REDIS.uri();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    mongo.close();
  }

  /** What a user sent before, and up to where the one who gets it has acked. */
  private record Sent(
      LoadUser from, LoadUser to, List<OutgoingSend> sends, List<Long> times, Cursor acked) {}

  @Test
  void losesNothingAndShowsNothingTwiceThoughItIsKilledAgainAndAgain() throws Exception {
    List<Sent> sent = new ArrayList<>();
    Set<OpaqueBytes> claimed = new HashSet<>();
    LoadUser owner;
    String refreshToken;
    try (RunningServer old = new RunningServer(data)) {
      owner = old.userWithPreKeys(PRE_KEYS);
      List<LoadUser> users = old.users(USERS, 1);
      for (int i = 0; i < USERS; i++) {
        sent.add(exchange(old, users.get(i), users.get((i + 1) % USERS)));
      }
      claim(old, users.getFirst(), owner, PRE_KEYS - 1, claimed);
      talk(old);
      refreshToken = enrol(old);
    }

    killAgainAndAgain();

    RunningServer here = node("here");
    RunningServer there = node("there");
    for (Sent each : sent) {
      deliversTheRestOnce(there, each);
      answersAsBefore(here, each);
    }
    for (Sent each : sent) {
      assertThat(numbersOf(here, each.to(), each.acked())).as("stored again").isEmpty();
    }
    claim(there, sent.getFirst().from(), owner, PRE_KEYS - 1, claimed);
    assertThat(claimed).as("one-time keys handed out, and none twice").hasSize(PRE_KEYS);
    assertThat(refresh(there, refreshToken)).isEqualTo(OK);
    assertThat(refresh(here, refreshToken + "x")).isEqualTo(UNAUTHORIZED);
    talkGoesOn(here, there);
  }

  @Test
  void saysWhereDataIsAndServesItFromNowhereElse() throws Exception {
    try (RunningServer old = new RunningServer(data)) {
      exchange(old, old.users(1, 1).getFirst(), old.users(1, 1).getFirst());
    }
    ServerProcess onBoth = process();
    assertThat(onBoth.startAndFail()).isEqualTo(CONFIGURATION);
    assertThat(onBoth.errors()).contains("would not be delivered", "./letterlock migrate");
    ServerProcess onRedis = keep(new ServerProcess(folder).with("REDIS_URL", redis));
    assertThat(onRedis.check()).isEqualTo(CONFIGURATION);
    assertThat(onRedis.errors()).contains("would not be delivered");

    CommandLineRun moved = migrate();
    CommandLineRun again = migrate();

    assertThat(moved.exitCode()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("was moved to MongoDB 127.0.0.1:", "jwt-secret");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("was moved before");
    assertThat(onBoth.check()).as(onBoth.errors()).isZero();
    assertThat(onBoth.output()).containsPattern("moved +to MongoDB 127.0.0.1:");
    ServerProcess alone = keep(new ServerProcess(folder));
    assertThat(alone.startAndFail()).isEqualTo(CONFIGURATION);
    assertThat(alone.errors()).contains("was moved to MongoDB", "Set REDIS_URL and MONGODB_URI");
    onBoth.start();
    assertThat(onBoth.stop()).isZero();
  }

  @Test
  void movesOnlyWhereNobodyServesAndNothingIs() throws Exception {
    try (RunningServer other = node("other")) {
      other.users(1, 1);
      CommandLineRun nothing = migrate();
      assertThat(nothing.exitCode()).isEqualTo(CONFIGURATION);
      assertThat(nothing.err()).contains("holds neither accounts nor messages");
      assertThat(data).doesNotExist();
      try (RunningServer old = new RunningServer(data)) {
        old.users(1, 1);
        assertThat(migrate().err()).contains("is in use by the server with process id");
      }
      CommandLineRun served = migrate();
      assertThat(served.exitCode()).isEqualTo(CONFIGURATION);
      assertThat(served.err()).contains("REDIS_URL", "is in use by the servers");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(migrate().err()).contains("belongs to other accounts"));
    assertThat(data.resolve("migrated")).doesNotExist();
    new RunningServer(data).close();
    CommandLineRun half =
        CommandLineRun.of(folder, "", "migrate", "--data-dir", data.toString(), "--json");
    assertThat(half.exitCode()).isEqualTo(CONFIGURATION);
    assertThat(half.out()).contains("\"MONGODB_URI\"", "\"REDIS_URL\"", "missing");
  }

  @Test
  void movesMessagesAloneWhereAccountsAreInMongoAlready() throws Exception {
    Sent sent;
    try (RunningServer old = new RunningServer(data, Map.of("MONGODB_URI", mongo.uri()))) {
      List<LoadUser> users = old.users(2, 1);
      sent = exchange(old, users.get(0), users.get(1));
    }

    CommandLineRun moved = migrate();

    assertThat(moved.exitCode()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("inboxes").doesNotContain("users");
    deliversTheRestOnce(node("here"), sent);
  }

  @Test
  void movesIntoARedisCluster() throws Exception {
    redis = CLUSTER.uri();
    List<Sent> sent = new ArrayList<>();
    try (RunningServer old = new RunningServer(data)) {
      List<LoadUser> users = old.users(USERS, 1);
      for (int i = 0; i < USERS; i++) {
        sent.add(exchange(old, users.get(i), users.get((i + 1) % USERS)));
      }
    }

    CommandLineRun moved = migrate();
    CommandLineRun again = migrate();

    assertThat(moved.exitCode()).as(moved.err()).isZero();
    assertThat(again.out()).contains("was moved before");
    RunningServer here = node("here");
    for (Sent each : sent) {
      deliversTheRestOnce(here, each);
      answersAsBefore(here, each);
    }
  }

  @Test
  void goesOnWhenTheDatabaseWasAway() throws Exception {
    try (RunningServer old = new RunningServer(data)) {
      old.users(1, 1);
    }
    mongo.kill();
    CommandLineRun away = migrate();
    mongo.startAgain();

    assertThat(away.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(away.err()).contains("run ./letterlock migrate again");
    CommandLineRun again = migrate();
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  /**
   * First while Redis hears nothing of a move that has begun, so that it is not over before; then
   * at random times after it began, until one run comes to its end.
   */
  private void killAgainAndAgain() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path mark = data.resolve("migrated");
    AtomicBoolean held = new AtomicBoolean(true);
    try (Weir weir = new Weir(REDIS.port(), () -> held.get() && Files.exists(mark))) {
      redis = "redis://127.0.0.1:" + weir.port();
      ServerProcess migrating = process();
      redis = REDIS.uri();
      long started = System.nanoTime();
      migrating.startMigration();
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> Files.exists(mark));
      long untilBegun = (System.nanoTime() - started) / 1_000_000;
      migrating.kill();
      assertThat(mark).as("killed while it moved").content().doesNotContain("finished=");
      held.set(false);
      LongSupplier moment = () -> untilBegun * 3 / 4 + random.nextLong(untilBegun);
      goOn(migrating, moment.getAsLong());
      for (int kills = 1; migrating.isAlive() && kills < MOST_KILLS; kills++) {
        migrating.kill();
        goOn(migrating, moment.getAsLong());
      }
      assertThat(migrating.awaitEnd()).as("seed %d: %s", seed, migrating.errors()).isZero();
    }
  }

  private void goOn(ServerProcess migrating, long millis) throws Exception {
    assertRefusesToServe();
    migrating.startMigration();
    Thread.sleep(millis);
  }

  /** Neither from what is old nor from what is not whole. */
  private void assertRefusesToServe() {
    assertThatThrownBy(() -> new RunningServer(data)).hasMessageContaining(" moved to MongoDB");
  }

  /** Six messages, of which two are acked by their reader while their sender is away. */
  private Sent exchange(RunningServer server, LoadUser from, LoadUser to) throws Exception {
    List<OutgoingSend> sends = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    try (WireClient sender = open(server, from, Cursor.ZERO)) {
      for (int number = 1; number <= EACH; number++) {
        OutgoingSend send = Messages.numbered(from, to, number).withRef(number);
        sends.add(send);
        times.add(Pair.accepted(sender, send).ranges().getFirst().time());
      }
    }
    Cursor acked = Cursor.ZERO;
    try (WireClient reader = open(server, to, Cursor.ZERO)) {
      for (int i = 0; i < ACKED; i++) {
        acked = reader.next(Deliver.class).cursor();
      }
      reader.send(new Ack(acked, 0));
      reader.send(new KeyCount());
      reader.next(KeysLow.class);
    }
    return new Sent(from, to, sends, times, acked);
  }

  private void deliversTheRestOnce(RunningServer server, Sent sent) throws Exception {
    List<Long> rest = LongStream.rangeClosed(ACKED + 1, EACH).boxed().toList();
    assertThat(numbersOf(server, sent.to(), sent.acked())).isEqualTo(rest);
  }

  /** What a device that was here before gets, all of which it acks; with the new epoch, once. */
  private List<Long> numbersOf(RunningServer server, LoadUser user, Cursor from) throws Exception {
    List<Long> numbers = new ArrayList<>();
    List<Gap.Reason> gaps = new ArrayList<>();
    try (WireClient reader = open(server, user, from)) {
      while (true) {
        switch (reader.next(ServerFrame.class)) {
          case Deliver deliver -> numbers.add(Messages.numberOf(deliver.envelope()));
          case Gap gap -> gaps.add(gap.reason());
          case InboxDrained drained -> {
            reader.send(new Ack(drained.cursor(), 0));
            reader.send(new KeyCount());
            reader.next(KeysLow.class);
            assertThat(gaps).isSubsetOf(Gap.Reason.NEW_EPOCH).hasSizeLessThan(2);
            return numbers;
          }
          default -> {}
        }
      }
    }
  }

  private void answersAsBefore(RunningServer server, Sent sent) throws Exception {
    try (WireClient sender = open(server, sent.from(), Cursor.ZERO)) {
      Receipt.Entry receipt = sender.next(Receipt.class).entries().getFirst();
      assertThat(receipt.kind()).isEqualTo(Receipt.Kind.DELIVERED);
      assertThat(receipt.upTo()).isGreaterThanOrEqualTo(sent.times().get(ACKED - 1));
      for (int i = 0; i < EACH; i++) {
        assertThat(Pair.accepted(sender, sent.sends().get(i)).ranges().getFirst().time())
            .isEqualTo(sent.times().get(i));
      }
    }
  }

  /** Asks for pre-keys so many times, and adds the one-time keys that there were. */
  private void claim(
      RunningServer server, LoadUser claimer, LoadUser owner, int times, Set<OpaqueBytes> claimed)
      throws Exception {
    try (WireClient client = open(server, claimer, Cursor.ZERO)) {
      for (int i = 0; i < times; i++) {
        client.send(new ClaimPreKeys(RequestId.of(UUID.randomUUID()), owner.id(), List.of()));
        PreKeyBundle bundle = client.next(PreKeyBundles.class).bundles().getFirst();
        if (bundle.hasOneTimePreKey()) {
          assertThat(claimed.add(bundle.oneTimePreKey())).as("handed out once").isTrue();
        }
      }
    }
  }

  /** Bob has one of Alice's messages, and two wait for him, one of them in a group. */
  private void talk(RunningServer old) {
    try (Messenger alice = Profiles.signUp(old.url(), folder.resolve("alice"), "alice", NOBODY)) {
      alice.start();
      Group group;
      try (Messenger bob = Profiles.signUp(old.url(), folder.resolve("bob"), "bob", NOBODY)) {
        bob.start();
        alice.conversationWith("bob").send("one");
        awaitTexts(bob, "one");
        group = alice.createGroup("circle", List.of("bob"));
        group.conversation().send("hello all");
        await().atMost(PATIENCE).until(() -> groupTexts(bob).equals(List.of("hello all")));
      }
      alice.conversationWith("bob").send("two");
      group.conversation().send("all again");
      await()
          .atMost(PATIENCE)
          .until(() -> isOut(alice.conversationWith("bob")) && isOut(group.conversation()));
    }
  }

  /** A device whose next token is wanted after the move. */
  private static String enrol(RunningServer server) {
    try (ApiClient api = new ApiClient(server.url(), People.E1_SUITE)) {
      Enrolment enrolment = new Enrolment(api, People.E1_SUITE, Clock.systemUTC());
      return enrolment
          .enrol(
              enrolment.register("carol", Profiles.PASSWORD),
              People.E1_SUITE.sodium().signingKeyPair(),
              null)
          .tokens()
          .saved()
          .refreshToken();
    }
  }

  private static int refresh(RunningServer server, String token) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve("/v1/refresh"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"refresh_token\":\"" + token + "\"}"))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private void talkGoesOn(RunningServer here, RunningServer there) throws Exception {
    MessengerSettings stranger = Profiles.settings(here.url(), folder.resolve("stranger"));
    assertThatThrownBy(() -> Messenger.requestDevice(stranger, "alice", "wrong password"))
        .isInstanceOf(MessengerException.class);
    Messenger.requestDevice(stranger, "alice", Profiles.PASSWORD).close();
    try (Messenger alice = reopen(there, "alice");
        Messenger bob = reopen(here, "bob")) {
      alice.start();
      bob.start();
      awaitTexts(bob, "one", "two");
      await()
          .atMost(PATIENCE)
          .until(() -> groupTexts(bob).equals(List.of("hello all", "all again")));
      alice.conversationWith("bob").send("three");
      awaitTexts(bob, "one", "two", "three");
      bob.conversationWith("alice").send("four");
      await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains("four"));
    }
  }

  private Messenger reopen(RunningServer server, String name) {
    return Messenger.open(Profiles.settings(server.url(), folder.resolve(name)), NOBODY);
  }

  private static boolean isOut(Conversation conversation) {
    return conversation.messages().getLast().status() == Message.Status.SENT;
  }

  private static List<String> groupTexts(Messenger messenger) {
    return Chats.group(messenger).map(Chats::texts).orElse(List.of());
  }

  private static void awaitTexts(Messenger reader, String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(reader, "alice")).containsExactly(texts));
  }

  private WireClient open(RunningServer server, LoadUser user, Cursor from)
      throws InterruptedException {
    WireClient client = new WireClient(server.url());
    client.hello(Pair.device(user), from);
    client.next(Welcome.class);
    return client;
  }

  /** In this process, with files for what is secret. */
  private CommandLineRun migrate() throws Exception {
    return CommandLineRun.of(
        folder,
        "",
        "migrate",
        "--data-dir",
        data.toString(),
        mongo.setting(),
        "--redis-url-file=" + Files.writeString(folder.resolve("redis-url"), redis));
  }

  private ServerProcess process() {
    return keep(
        new ServerProcess(folder)
            .with("REDIS_URL", redis)
            .with("MONGODB_URI", mongo.uri())
            .with("JWT_SECRET_FILE", data.resolve("jwt-secret").toString()));
  }

  /** One of the servers on what was moved, with the secret that the old one had made. */
  private RunningServer node(String name) throws Exception {
    Path secret = data.resolve("jwt-secret");
    String key =
        Files.exists(secret) ? Files.readString(secret).strip() : "k1:" + "a2V5".repeat(11);
    return keep(
        new RunningServer(
            folder.resolve(name),
            Map.of("REDIS_URL", redis, "MONGODB_URI", mongo.uri(), "JWT_SECRET", key)));
  }

  private <T extends AutoCloseable> T keep(T opened) {
    open.add(opened);
    return opened;
  }
}
