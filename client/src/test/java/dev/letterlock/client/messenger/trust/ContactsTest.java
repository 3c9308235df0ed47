package dev.letterlock.client.messenger.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server shows the lists of somebody whose first one is pinned. */
class ContactsTest implements MessengerListener {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final String NEWEST = "";

  private final E1 e1 = new E1(Sodium.load());
  private final Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
  private final Map<String, DeviceList> shown = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final DeviceList first = first(1);
  private final DeviceList second = next(first, 2);
  private final DeviceList third = next(second, 3);
  private volatile String name = "bob";
  private HttpServer server;
  private ApiClient api;
  private Audience audience;
  private Tools tools;
  private Contacts contacts;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    tools = StoredProfile.tools(e1, vault, Clock.systemUTC());
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    audience = new Audience(this, tools);
    contacts =
        new Contacts(
            tools,
            StoredProfile.directory(api, Clock.systemUTC()),
            new PinReports(tools, audience));
    try (Transaction step = tools.begin()) {
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, first));
      step.commit();
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
    api.close();
    audience.close();
    tools.close();
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Test
  void followsTheChain() {
    show(second, third);

    refresh();

    assertThat(pinned()).isEqualTo(third);
  }

  /** The newest list alone would pass: between it and the pinned one stands another. */
  @Test
  void stopsAtTheFirstListThatDoesNotContinueTheOneBefore() {
    DeviceList forked = next(first(7), 2);
    show(forked, next(forked, 3));

    refresh();

    assertThat(pinned()).isEqualTo(first);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices).extracting(Notice::kind).containsExactly(Notice.Kind.ALARM);
    assertThat(notices.remove().text()).contains("does not continue the one seen before");
  }

  @Test
  void keepsWhatWasRightBeforeAnAlarm() {
    DeviceList forked = next(next(first, 8), 3);
    show(second, forked);

    refresh();

    assertThat(pinned()).isEqualTo(second);
  }

  /** It would be shown to people, and be the name of a record. */
  @Test
  void takesNoNameThatNoAccountCanHave() {
    List<String> names =
        List.of(
            "", "b\u043eb", "bob\u202e", "bob\\n", "Bob", "bo b", "b".repeat(65), "b".repeat(300));
    for (String bad : names) {
      name = bad;

      assertThatThrownBy(this::refresh)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("by a name that no account can have");
    }
    name = "b".repeat(64);
    refresh();
  }

  @Test
  void asksForNobodyWhomNoAccountCanBe() {
    for (String typed : List.of("", "b\u043eb", "b".repeat(300), "../list")) {
      try (Transaction step = tools.begin()) {
        assertThatThrownBy(() -> contacts.find(step, typed))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("Nobody can be called that");
      }
    }
    assertThat(asked).isEmpty();
  }

  /** A server that swaps two users would have what is written to one go to the other. */
  @Test
  void takesNobodyWhomItKnowsForSomebodyOfAnotherName() {
    name = "carol";
    try (Transaction step = tools.begin()) {
      assertThatThrownBy(() -> contacts.find(step, "Carol"))
          .isInstanceOf(RefusedException.class)
          .hasMessage("The server says that carol is somebody whom you know under another name.");
      assertThat(contacts.peers(step).userOf("carol")).isEmpty();
      assertThat(contacts.find(step, "bob")).isEqualTo(BOB);
      assertThat(contacts.name(step, BOB)).isEqualTo("bob");
      step.commit();
    }
    assertThat(pinned()).isEqualTo(first);
  }

  @Test
  void refusesAListOfAnotherVersionThanTheOneAskedFor() {
    show(second, third);
    shown.put("version=2", third);

    assertThatThrownBy(this::refresh)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another list of devices of bob than the one asked for");
    assertThat(pinned()).isEqualTo(first);
  }

  @Test
  void refusesAListOfSomebodyElseBetween() {
    show(second, third);
    shown.put("version=2", DeviceList.first(e1, accountKey, StoredProfile.USER, 1, entries(2)));

    assertThatThrownBy(this::refresh).isInstanceOf(RefusedException.class);
    assertThat(pinned()).isEqualTo(first);
  }

  /** Or the letter would be put aside for good, and the change be heard of by nobody. */
  @Test
  void keepsAKeyChangeThoughTheStepThatLearntOfItFails() {
    verify();
    Ed25519KeyPair another = e1.sodium().signingKeyPair();
    DeviceList reset = first.next(e1, another, 2, entries(2));
    shown.put(NEWEST, reset);

    try (Transaction step = tools.begin()) {
      assertThatThrownBy(() -> contacts.device(step, new DeviceAddress(UserId.of(BOB), 2)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refusal ->
                  assertThat(refusal.remedy()).isEqualTo(RefusedException.Remedy.ACKNOWLEDGEMENT));
    }

    try (Transaction step = tools.begin()) {
      assertThat(contacts.pins(step, BOB).pendingReset()).contains(reset);
    }
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices).extracting(Notice::kind).containsExactly(Notice.Kind.KEY_CHANGED);
  }

  @Test
  void refusesADeviceThatNeitherListNames() {
    verify();
    shown.put(NEWEST, first.next(e1, e1.sodium().signingKeyPair(), 2, entries(2)));

    try (Transaction step = tools.begin()) {
      assertThatThrownBy(() -> contacts.device(step, new DeviceAddress(UserId.of(BOB), 3)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refusal -> assertThat(refusal.remedy()).isEqualTo(RefusedException.Remedy.NOTHING));
    }
  }

  private void verify() {
    try (Transaction step = tools.begin()) {
      contacts.peers(step).putPins(BOB, contacts.pins(step, BOB).verify());
      step.commit();
    }
  }

  private void show(DeviceList between, DeviceList newest) {
    shown.put("version=2", between);
    shown.put(NEWEST, newest);
  }

  private void refresh() {
    try (Transaction step = tools.begin()) {
      contacts.refresh(step, BOB);
      step.commit();
    }
  }

  private DeviceList pinned() {
    try (Transaction step = tools.begin()) {
      return contacts.pins(step, BOB).list();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    asked.add(exchange.getRequestURI().getPath());
    DeviceList list = shown.getOrDefault(query == null ? NEWEST : query, first);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(list.encode());
    byte[] body =
        ("{\"user_id\":\""
                + BOB
                + "\",\"name\":\""
                + name
                + "\",\"list\":\""
                + encoded
                + "\",\"certificates\":[]}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private DeviceList first(int device) {
    return DeviceList.first(e1, accountKey, BOB, 1, entries(device));
  }

  private DeviceList next(DeviceList before, int device) {
    return before.next(e1, accountKey, device, entries(device));
  }

  private static List<DeviceEntry> entries(int device) {
    return List.of(new DeviceEntry(device, 4711, Hash32.of(new byte[Hash32.SIZE])));
  }
}
