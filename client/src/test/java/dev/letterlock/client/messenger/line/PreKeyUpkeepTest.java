package dev.letterlock.client.messenger.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker.Made;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUse;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreKeyUpkeepTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final KeysLow FEW = new KeysLow(3, 1, 60, true);

  private final E1 e1 = new E1(Sodium.load());
  private final SettableClock clock = new SettableClock();
  private final List<String> uploads = new CopyOnWriteArrayList<>();
  private final Desk desk = new Desk();
  private volatile int status = 204;
  private HttpServer server;
  private ApiClient api;
  private Tools tools;
  private PreKeyUpkeep upkeep;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    Directory directory = StoredProfile.directory(api, clock);
    upkeep = new PreKeyUpkeep(tools, desk, directory, Duration.ZERO, SOON, SOON);
  }

  @AfterEach
  void stop() {
    desk.close();
    server.stop(0);
    api.close();
    tools.close();
  }

  @Test
  void replacesTheSignedPreKeyAlsoWhileOneConnectionLasts() {
    desk.execute(upkeep::look);
    await().atMost(PATIENCE).until(() -> own(Own::rotation).isPresent());
    assertThat(uploads).isEmpty();

    clock.pass(PreKeyMaker.MOST_ROTATION);

    await().atMost(PATIENCE).until(() -> uploads.size() == 1);
    assertThat(uploads.getFirst()).contains("\"signed\"", "\"kem_last_resort\"");
    clock.pass(PreKeyMaker.MOST_ROTATION);
    await().atMost(PATIENCE).until(() -> uploads.size() == 2);
  }

  /** One contact may begin so many sessions without a one-time key that no other one could. */
  @Test
  void replacesASignedPreKeyThatIsWorn() {
    Directory directory = StoredProfile.directory(api, clock);
    PreKeyUpkeep rare =
        new PreKeyUpkeep(tools, desk, directory, Duration.ZERO, Duration.ofHours(6), SOON);
    desk.call(() -> {
      wear();
      rare.used();
      return true;
    });
    assertThat(uploads).as("it is not a day old").isEmpty();

    clock.pass(Duration.ofDays(1));
    desk.execute(rare::used);

    await().atMost(PATIENCE).until(() -> uploads.size() == 1);
    assertThat(uploads.getFirst()).contains("\"signed\"");
  }

  /** Half of the 512 handshakes without a one-time key that a signed pre-key takes. */
  private void wear() {
    PreKeyMaker maker = new PreKeyMaker(e1, tools.own(), clock, tools.random());
    Made made = maker.rotate(OwnPreKeys.none());
    int id = Objects.requireNonNull(made.upload().signedPreKey()).id();
    OwnPreKeys keys = made.keys();
    for (int i = 0; i < 256; i++) {
      try (X25519KeyPair ephemeral = e1.sodium().agreementKeyPair()) {
        keys = PreKeyUse.of(e1, keys, id, 0, 0, ephemeral.publicKey()).spent();
      }
    }
    try (Transaction step = tools.begin()) {
      new Own(step, e1).putPreKeys(keys);
      step.commit();
    }
  }

  @Test
  void drawsTheTimeOfTheNextReplacementAnew() {
    desk.execute(upkeep::look);
    await().atMost(PATIENCE).until(() -> own(Own::rotation).isPresent());
    Duration first = own(Own::rotation).orElseThrow();
    clock.pass(PreKeyMaker.MOST_ROTATION);
    await().atMost(PATIENCE).until(() -> !own(Own::rotation).orElseThrow().equals(first));

    assertThat(List.of(first, own(Own::rotation).orElseThrow()))
        .allMatch(drawn ->
            drawn.compareTo(PreKeyMaker.LEAST_ROTATION) >= 0
                && drawn.compareTo(PreKeyMaker.MOST_ROTATION) < 0);
  }

  @Test
  void uploadsTheSameKeysUntilTheServerTakesThem() {
    status = 503;
    desk.execute(() -> upkeep.counted(FEW));
    await().atMost(PATIENCE).until(() -> uploads.size() > 2);
    assertThat(own(Own::owedPreKeys)).hasSize(97 + 19);

    status = 204;

    await().atMost(PATIENCE).until(() -> own(Own::owedPreKeys).isEmpty());
    assertThat(uploads.stream().distinct()).hasSize(1);
    assertThat(uploads.getFirst()).contains("\"one_time\"");
  }

  /** Such as those of an upload that was cut off an hour ago. */
  @Test
  void makesAnotherSignedPreKeyWhenThisOneIsRefusedForGood() {
    desk.execute(upkeep::look);
    await().atMost(PATIENCE).until(() -> own(Own::rotation).isPresent());
    status = 422;
    clock.pass(PreKeyMaker.MOST_ROTATION);
    await().atMost(PATIENCE).until(() -> !uploads.isEmpty());

    status = 204;

    await().atMost(PATIENCE).until(() -> own(Own::owedPreKeys).isEmpty() && uploads.size() > 1);
    await()
        .atMost(PATIENCE)
        .until(() -> own(Own::rotation).orElseThrow(), drawn -> !drawn.isZero());
    assertThat(uploads.getLast()).contains("\"signed\"").isNotEqualTo(uploads.getFirst());
  }

  @Test
  void forgetsClaimedKemKeysInTime() {
    desk.execute(() -> upkeep.counted(FEW));
    await().atMost(PATIENCE).until(() -> kemKeys() == 19 && own(Own::owedPreKeys).isEmpty());
    desk.call(() -> {
      upkeep.counted(new KeysLow(100, 12, 60, true));
      return true;
    });
    clock.pass(PreKeyMaker.KEPT.plusMillis(1));

    desk.execute(() -> upkeep.counted(new KeysLow(100, 10, 60, true)));

    await().atMost(PATIENCE).until(() -> kemKeys() == 12 + 10);
  }

  private int kemKeys() {
    return own(own -> {
      try (OwnPreKeys keys = own.preKeys()) {
        return keys.kemOneTimeCount();
      }
    });
  }

  private <T> T own(Function<Own, T> question) {
    return desk.call(() -> {
      try (Transaction step = tools.begin()) {
        return question.apply(new Own(step, e1));
      }
    });
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestURI().getPath().equals("/v1/nonces")) {
      byte[] nonce = ("{\"nonce\":\"" + "A".repeat(43) + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, nonce.length);
      exchange.getResponseBody().write(nonce);
    } else {
      uploads.add(body);
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }
}
