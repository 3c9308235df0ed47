package dev.letterlock.client.messenger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Alice's open profile, which knows Bob and his phone, with a server that has no keys of his. */
abstract class InboxCase implements MessengerListener {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final int DEVICE = 7;
  static final dev.letterlock.protocol.id.DeviceAddress BOBS_PHONE =
      new dev.letterlock.protocol.id.DeviceAddress(UserId.of(BOB), DEVICE);
  static final Cursor PLACE = new Cursor(1, 1);
  private static final String NO_KEYS =
      "{\"bundles\":[{\"device_id\":7,\"certificate\":\"!\",\"signed\":\"!\"}]}";

  final E1 e1 = new E1(Sodium.load());
  final FlakyVault vault = new FlakyVault();
  final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  final AtomicInteger claims = new AtomicInteger();
  final AtomicInteger looks = new AtomicInteger();
  private final SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1});
  private HttpServer server;
  Works works;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    meetBob();
    works = Assembly.of(settings(), e1, vault, this);
  }

  final MessengerSettings settings() {
    return StoredProfile.settings(
        new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), passphrase);
  }

  @AfterEach
  void close() {
    works.close();
    server.stop(0);
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  /** Of a session that is not here. */
  final Letter unreadable() {
    byte[] header = new byte[PayloadSizes.RECORD];
    header[0] = 1;
    header[5] = 9;
    return new Letter(
        PLACE,
        BOBS_PHONE,
        conversation(),
        UUID.fromString("0190a000-0000-7000-8000-0000000000aa"),
        1,
        false,
        new Letter.Content(Octets.of(header), Octets.of(new byte[329])));
  }

  /** Returns whether silently. */
  final boolean take(Letter letter) {
    return works.desk().call(() -> works.talk().arrivals().take(letter));
  }

  final Cursor stored() {
    try (Transaction step = works.tools().begin()) {
      return new Own(step, e1).cursor();
    }
  }

  /** The conversation of Alice and Bob. */
  final UUID conversation() {
    return works.tools().conversationWith(BOB);
  }

  /** What is shown of it. */
  final List<String> texts() {
    try (Transaction step = works.tools().begin()) {
      Conversations conversations = new Conversations(step);
      return conversations.messages(conversations.find(conversation()).orElseThrow(), 0).stream()
          .map(StoredMessage::text)
          .toList();
    }
  }

  /** The sessions with Bob's phone, as they are stored. */
  final Octets sessions() {
    try (Transaction step = works.tools().begin();
        PeerState state = works.contacts().peers(step).state(BOBS_PHONE)) {
      return Octets.of(state.encode());
    }
  }

  private void meetBob() {
    Clock clock = Clock.systemUTC();
    DeviceAddress address = new DeviceAddress(BOB, DEVICE, 4711);
    try (OwnDevice device = OwnDevice.generate(e1, CipherSuite.HYBRID, address, clock);
        Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
        Transaction step = new Transaction(vault)) {
      List<DeviceEntry> entries = List.of(DeviceEntry.of(e1, device.cert()));
      DeviceList list = DeviceList.first(e1, accountKey, BOB, clock.millis(), entries);
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      peers.putCertificates(BOB, List.of(device.cert()));
      step.commit();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean claim = exchange.getRequestURI().getPath().endsWith("/claim");
    claims.addAndGet(claim ? 1 : 0);
    looks.addAndGet(exchange.getRequestURI().getPath().endsWith("/list") ? 1 : 0);
    byte[] body = (claim ? NO_KEYS : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(claim ? 200 : 503, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
