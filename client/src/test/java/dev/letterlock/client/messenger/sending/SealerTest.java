package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.RefusedException.Remedy;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob has a phone and a tablet, and the server gives what it likes of their pre-keys. */
class SealerTest implements MessengerListener {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final int PHONE = 7;
  private static final int TABLET = 8;

  private static final Duration AGE = Duration.ofMinutes(20);

  private final E1 e1 = new E1(Sodium.load());
  private final MemoryVault vault = new MemoryVault();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final Map<Integer, String> bundles = new ConcurrentHashMap<>();
  private final AtomicInteger claims = new AtomicInteger();
  private HttpServer server;
  private ApiClient api;
  private Tools tools;
  private Audience audience;
  private Contacts contacts;
  private Sealer sealer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    meetBob();
    open(Clock.systemUTC());
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
  void sendsToTheOthersWhenOneDeviceHasNoKeys() {
    bundles.remove(TABLET);

    assertThat(send()).containsExactly(PHONE);
    assertThat(send()).containsExactly(PHONE);

    assertThat(told())
        .containsExactly(
            "REMARK: The server gives no keys of device 8 of bob; it gets no copies for now.");
    assertThat(claims).as("nobody asks for them with each message").hasValue(1);
  }

  @Test
  void sendsToADeviceThatIsThereAfterAll() {
    String keys = bundle(TABLET);
    bundles.remove(TABLET);
    assertThat(send()).containsExactly(PHONE);
    bundles.put(TABLET, keys);

    contacts.markPresent(address(TABLET));

    assertThat(send()).containsExactly(PHONE, TABLET);
  }

  /** The server would take no message without it. */
  @Test
  void waitsForTheKeysOfADeviceThatTheServerWants() {
    bundles.remove(TABLET);
    contacts.markWanted(address(TABLET));

    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
    assertThat(send()).as("in case it wants that no more").containsExactly(PHONE);
  }

  @Test
  void waitsForTheKeysOfADeviceThatIsNew() {
    bundles.remove(TABLET);
    open(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5).minus(AGE)));

    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
  }

  @Test
  void waitsWhileNobodyHasKeys() {
    bundles.clear();

    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
    assertRefused(Remedy.TIME, "gives no keys of a device of bob");
  }

  @Test
  void leavesOutADeviceWhoseKeysAreRefused() {
    bundles.put(TABLET, bundle(PHONE).replace(":7,", ":8,"));

    assertThat(send()).containsExactly(PHONE);
    assertThat(send()).containsExactly(PHONE);

    assertThat(told()).hasSize(1);
    assertThat(told().getFirst())
        .startsWith("REFUSED: No copies go to device 8 of bob for now: ")
        .endsWith("keys of another device than the one asked for.");
  }

  @Test
  void sendsNothingWhenTheKeysOfAllAreRefused() {
    String phone = bundle(PHONE);
    bundles.put(PHONE, bundle(TABLET).replace(":8,", ":7,"));
    bundles.put(TABLET, phone.replace(":7,", ":8,"));

    assertRefused(Remedy.NOTHING, "Nothing was sent to bob: The server handed out keys of another");
    assertRefused(Remedy.NOTHING, "Nothing was sent to bob: The server handed out keys of another");
  }

  /** A message that nobody else of that user can pass on. */
  @Test
  void keepsControlContentOnlyWhileItsUserHasNoDeviceThatGetsIt() {
    bundles.remove(TABLET);
    assertThat(seal(control(TABLET)).isForNobody()).isTrue();
    contacts.markAllPresent(BOB);
    bundles.clear();
    open(Clock.systemUTC());

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> seal(control(PHONE, TABLET)))
        .matches(refusal -> refusal.remedy() == Remedy.TIME);
  }

  /** Its owner was not there for more than three weeks. */
  @Test
  void goesOnInTheOldSessionWhenTheKeysForANewOneAreTooOld() {
    assertThat(send()).containsExactly(PHONE, TABLET);
    open(Clock.offset(Clock.systemUTC(), Duration.ofDays(31)));
    int before = claims.get();

    assertThat(send()).containsExactly(PHONE, TABLET);
    assertThat(send()).containsExactly(PHONE, TABLET);

    assertThat(claims.get() - before).isEqualTo(1);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "REMARK: The session with device 7 of bob could not be renewed: The server handed out a"
                + " key that its owner has long replaced. The old one goes on.",
            "REMARK: The session with device 8 of bob could not be renewed: The server handed out a"
                + " key that its owner has long replaced. The old one goes on.");
  }

  /** What everybody begins with whose profile is opened anew. */
  private void open(Clock clock) {
    tools = StoredProfile.tools(e1, vault, clock);
    audience = new Audience(this, tools);
    var directory = StoredProfile.directory(api, clock);
    contacts = new Contacts(tools, directory, new PinReports(audience));
    sealer = new Sealer(tools, contacts, new Bundles(tools, directory), audience);
  }

  private void meetBob() {
    try (OwnDevice phone = device(PHONE);
        OwnDevice tablet = device(TABLET);
        Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
        Transaction step = new Transaction(vault)) {
      List<DeviceEntry> entries =
          List.of(DeviceEntry.of(e1, phone.cert()), DeviceEntry.of(e1, tablet.cert()));
      DeviceList list = DeviceList.first(e1, accountKey, BOB, Clock.systemUTC().millis(), entries);
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      peers.putCertificates(BOB, List.of(phone.cert(), tablet.cert()));
      step.commit();
    }
  }

  private OwnDevice device(int number) {
    Clock clock = Clock.systemUTC();
    Clock before = Clock.offset(clock, AGE.negated());
    OwnDevice device =
        OwnDevice.generate(e1, CipherSuite.HYBRID, new DeviceAddress(BOB, number, 4711), before);
    try (OwnPreKeys none = OwnPreKeys.none()) {
      PreKeyMaker.Made made = new PreKeyMaker(e1, device, clock, new SecureRandom()).rotate(none);
      made.keys().close();
      bundles.put(
          number,
          "{\"device_id\":%d,\"certificate\":\"%s\",\"signed\":\"%s\",\"kem\":\"%s\"}"
              .formatted(
                  number,
                  text(device.cert().encode()),
                  text(Objects.requireNonNull(made.upload().signedPreKey()).encode()),
                  text(made.upload().kemPreKeys().getFirst().encode())));
    }
    return device;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String bundle(int device) {
    return bundles.getOrDefault(device, "");
  }

  private static dev.letterlock.protocol.id.DeviceAddress address(int device) {
    return new dev.letterlock.protocol.id.DeviceAddress(UserId.of(BOB), device);
  }

  /** Which devices of Bob a text is sealed for. */
  private List<Integer> send() {
    StoredConversation conversation =
        StoredConversation.fresh(tools.conversationWith(BOB), false, BOB, "bob");
    return seal(new Drafts(tools).text(tools.newId(), conversation, "hello")).devices().stream()
        .map(dev.letterlock.protocol.id.DeviceAddress::device)
        .toList();
  }

  private Draft control(Integer... devices) {
    return new Drafts(tools)
        .control(
            BOB,
            List.of(devices).stream().map(SealerTest::address).toList(),
            new ContentBody.Introduction(BOB));
  }

  private Sealed seal(Draft draft) {
    try (Transaction step = tools.begin()) {
      Sealed sealed = sealer.seal(step, draft);
      step.commit();
      return sealed;
    }
  }

  private void assertRefused(Remedy remedy, String words) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(this::send)
        .withMessageContaining(words)
        .matches(refusal -> refusal.remedy() == remedy);
  }

  private List<String> told() {
    audience.close();
    await().until(() -> !notices.isEmpty());
    return notices.stream().map(notice -> notice.kind() + ": " + notice.text()).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      claims.incrementAndGet();
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      List<String> given =
          bundles.entrySet().stream()
              .filter(bundle -> asked.matches(".*\\[[0-9,]*\\b" + bundle.getKey() + "\\b.*"))
              .map(Map.Entry::getValue)
              .toList();
      byte[] body =
          ("{\"bundles\":[" + String.join(",", given) + "]}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
