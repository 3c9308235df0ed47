package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that shows the list of Bob whomever it is asked for, which is right for Bob alone. */
class AgedListsTest implements MessengerListener {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");

  private final E1 e1 = new E1(Sodium.load());
  private final SettableClock clock = SettableClock.standingNow();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private String shown = "";
  private int status = 200;
  private HttpServer server;
  private ApiClient api;
  private Audience audience;
  private Tools tools;
  private AgedLists lists;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    shown = listOfBob();
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    audience = new Audience(this, tools);
    Contacts contacts =
        new Contacts(tools, StoredProfile.directory(api, clock), new PinReports(tools, audience));
    lists = new AgedLists(tools, contacts);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    api.close();
    audience.close();
    tools.close();
  }

  @Test
  void learnsAListOnceAnHour() {
    lists.askForSome(List.of(BOB));
    lists.askForSome(List.of(BOB));
    assertThat(asked).hasSize(1);
    try (Transaction step = tools.begin()) {
      assertThat(new Peers(step, e1).pins(BOB)).isPresent();
    }

    clock.pass(Duration.ofMinutes(59));
    lists.askForSome(List.of(BOB));
    assertThat(asked).hasSize(1);
    clock.pass(Duration.ofMinutes(1));
    lists.askForSome(List.of(BOB));
    assertThat(asked).hasSize(2);
  }

  /** Whoever writes much to a large group is not refused by the server for that. */
  @Test
  void asksForSixteenAMinuteAtMost() {
    List<UUID> many = IntStream.range(0, 40).mapToObj(user -> new UUID(7, user)).toList();

    lists.askForSome(many);
    lists.askForSome(many);
    assertThat(asked).hasSize(16);
    clock.pass(Duration.ofMinutes(1));
    lists.askForSome(many);

    assertThat(asked).hasSize(32).doesNotHaveDuplicates();
  }

  @Test
  void asksForNoMoreWhereTheServerRefuses() {
    status = 503;

    lists.askForSome(List.of(BOB, new UUID(7, 7), new UUID(8, 8)));

    assertThat(asked).hasSize(1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().getPath());
      byte[] body = shown.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String listOfBob() {
    try (var accountKey = e1.sodium().signingKeyPair()) {
      DeviceEntry phone = new DeviceEntry(1, 4711, Hash32.of(new byte[Hash32.SIZE]));
      DeviceList list = DeviceList.first(e1, accountKey, BOB, 1, List.of(phone));
      return "{\"user_id\":\"%s\",\"name\":\"bob\",\"list\":\"%s\",\"certificates\":[]}"
          .formatted(BOB, Base64.getUrlEncoder().withoutPadding().encodeToString(list.encode()));
    }
  }
}
