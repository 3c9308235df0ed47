package dev.letterlock.client.messenger.sending;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
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

/** Bob has a phone and a tablet, and the server gives what it likes of anybody's pre-keys. */
abstract class SealingCase implements MessengerListener {

  static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  static final int PHONE = 7;
  static final int TABLET = 8;

  static final Duration AGE = Duration.ofMinutes(20);

  final E1 e1 = new E1(Sodium.load());
  final MemoryVault vault = new MemoryVault();
  final List<Notice> notices = new CopyOnWriteArrayList<>();
  final Map<Integer, String> bundles = new ConcurrentHashMap<>();
  final AtomicInteger claims = new AtomicInteger();
  private Ed25519KeyPair bobsKey = e1.sodium().signingKeyPair();
  private HttpServer server;
  ApiClient api;
  Tools tools;
  Audience audience;
  Contacts contacts;
  Sealer sealer;

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

  /** What everybody begins with whose profile is opened anew. */
  final void open(Clock clock) {
    tools = StoredProfile.tools(e1, vault, clock);
    audience = new Audience(this, tools);
    var directory = StoredProfile.directory(api, clock);
    contacts = new Contacts(tools, directory, new PinReports(tools, audience));
    sealer = new Sealer(tools, contacts, new Bundles(tools, directory), audience);
  }

  /**
   * Bob registers both devices again; the server shows no lists.
   *
   * @param reset under another account key that nobody vouches for
   */
  final void replaceBob(boolean reset) {
    if (reset) {
      bobsKey = e1.sodium().signingKeyPair();
    }
    meetBob();
  }

  private void meetBob() {
    Ed25519KeyPair accountKey = bobsKey;
    try (OwnDevice phone = device(BOB, PHONE);
        OwnDevice tablet = device(BOB, TABLET);
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

  /** A new device, of which the server gives keys. */
  final OwnDevice device(UUID user, int number) {
    Clock clock = Clock.systemUTC();
    Clock before = Clock.offset(clock, AGE.negated());
    OwnDevice device =
        OwnDevice.generate(e1, CipherSuite.HYBRID, new DeviceAddress(user, number, 4711), before);
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

  final String bundle(int device) {
    return bundles.getOrDefault(device, "");
  }

  static dev.letterlock.protocol.id.DeviceAddress address(int device) {
    return new dev.letterlock.protocol.id.DeviceAddress(UserId.of(BOB), device);
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
