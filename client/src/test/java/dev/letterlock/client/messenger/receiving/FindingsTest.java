package dev.letterlock.client.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.FlakyVault;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.messenger.trust.GroupReports;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Comparisons;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob has seen a newer list of his own devices than the server shows. */
class FindingsTest implements MessengerListener {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final E1 e1 = new E1(Sodium.load());
  private final FlakyVault vault = new FlakyVault();
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final Desk desk = new Desk();
  private final DeviceList list =
      DeviceList.first(
          e1,
          e1.sodium().signingKeyPair(),
          BOB,
          1,
          List.of(new DeviceEntry(7, 4711, Hash32.of(new byte[Hash32.SIZE]))));
  private HttpServer server;
  private ApiClient api;
  private Tools tools;
  private Audience audience;
  private Contacts contacts;
  private GroupBook book;
  private Findings findings;
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Clock clock = Clock.systemUTC();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    audience = new Audience(this, tools);
    contacts =
        new Contacts(tools, StoredProfile.directory(api, clock), new PinReports(tools, audience));
    GroupReports reports = new GroupReports(tools, contacts, audience);
    SavedTokens saved = new SavedTokens("token", "", clock.instant().plus(Duration.ofDays(1)));
    AccessTokens tokens = AccessTokens.resume(api, clock, saved);
    book = new GroupBook(tools, contacts, new GroupStates(api), tokens, reports);
    findings = new Findings(tools, desk, contacts, book, audience);
    try (Transaction step = tools.begin()) {
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      step.commit();
    }
  }

  @AfterEach
  void close() {
    desk.close();
    audience.close();
    api.close();
    tools.close();
    server.stop(0);
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Test
  void comparesOnceMoreWhatCouldNotBeKept() {
    desk.call(() -> {
      report(findings);
      vault.refuseWith(() -> new VaultException(VaultFault.NOT_WRITTEN, "changes: not on disk"));
      return true;
    });
    await().atMost(PATIENCE).until(() -> vault.refused() > 0);
    desk.call(() -> true);
    assertThat(notices).isEmpty();
    vault.refuseWith(null);

    desk.execute(findings::compareOpen);

    assertAlarm();
  }

  @Test
  void comparesAfterARestartWhatTheServerDidNotShow() {
    status = 503;
    report(findings);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).contains("It is asked again with the next connection.");
    desk.execute(findings::compareOpen);
    desk.call(() -> true);
    desk.call(() -> true);
    assertThat(notices).as("told once").isEmpty();
    status = 200;

    desk.execute(new Findings(tools, desk, contacts, book, audience)::compareOpen);

    assertAlarm();
    desk.call(() -> true);
    try (Transaction step = tools.begin()) {
      assertThat(new Comparisons(step).all()).isEmpty();
    }
  }

  @Test
  void comparesAfterARestartWhatItDidNotComeToBefore() {
    Desk gone = new Desk();
    gone.close();
    report(new Findings(tools, gone, contacts, book, audience));

    desk.execute(findings::compareOpen);

    assertAlarm();
  }

  private void report(Findings to) {
    try (Transaction step = tools.begin()) {
      UUID place = tools.conversationWith(BOB);
      Finding.NewerView newer =
          new Finding.NewerView(Finding.Chain.AUTHOR_LIST, new ListView(2, 99));
      to.report(step, BOB, StoredConversation.fresh(place, false, BOB, "bob"), List.of(newer));
      step.commit();
    }
  }

  private void assertAlarm() {
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    Notice told = notices.remove();
    assertThat(told.kind()).isEqualTo(Kind.ALARM);
    assertThat(told.text())
        .isEqualTo("bob has seen something newer that the server keeps back from you.");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(list.encode());
    byte[] body =
        "{\"user_id\":\"%s\",\"name\":\"bob\",\"list\":\"%s\",\"certificates\":[]}"
            .formatted(BOB, encoded)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
