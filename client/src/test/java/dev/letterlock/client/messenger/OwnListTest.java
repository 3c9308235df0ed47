package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first device signs lists, of which the server gets none, or keeps its answer. */
class OwnListTest {

  private static final String BEGUN = "Another change of your devices or your key was begun";
  private static final Pattern LIST = Pattern.compile("\"list\":\"([^\"]*)\"");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final E1 e1 = new E1(Sodium.load());
  private final List<String> asked = new ArrayList<>();
  private final DeviceCert phone = cert(2);
  private final DeviceCert tablet = cert(3);
  private final SettableClock clock = SettableClock.standingNow();
  private HttpServer server;
  private ApiClient api;
  private Tools tools;
  private Audience audience;
  private OwnList list;
  private volatile DeviceList shown;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    audience = new Audience(new MessengerListener() {}, tools);
    Directory directory = StoredProfile.directory(api, clock);
    Contacts contacts = new Contacts(tools, directory, new PinReports(tools, audience));
    list = new OwnList(tools, contacts, directory);
    shown = pinned();
  }

  @AfterEach
  void close() {
    audience.close();
    api.close();
    tools.close();
    server.stop(0);
  }

  @Test
  void admitsADeviceByTheSameListHoweverOftenItIsAsked() {
    DeviceList first = admit(phone);
    clock.pass(Duration.ofMinutes(9));

    assertThat(admit(phone)).isEqualTo(first);
    assertThat(first.entries()).contains(DeviceEntry.of(e1, phone));
  }

  @Test
  void admitsNoOtherDeviceBeforeTheFirstCannotComeInAnyMore() {
    DeviceList first = admit(phone);

    assertThatThrownBy(() -> admit(tablet))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(BEGUN);
    change(list::prepareKey);
    assertThatThrownBy(() -> change(list::renewKey)).hasMessageContaining(BEGUN);
    assertThat(asked).isEmpty();

    clock.pass(SignedLists.GOOD);
    DeviceList second = admit(tablet);

    assertThat(second.version()).isEqualTo(first.version());
    assertThat(second.entries())
        .contains(DeviceEntry.of(e1, tablet))
        .doesNotContain(DeviceEntry.of(e1, phone));
  }

  @Test
  void admitsAnotherDeviceOnceTheFirstIsGivenUp() {
    admit(phone);
    change(list::cancel);

    DeviceList second = admit(tablet);

    assertThat(second.entries())
        .contains(DeviceEntry.of(e1, tablet))
        .doesNotContain(DeviceEntry.of(e1, phone));
  }

  @Test
  void givesUpNothingThatIsInForceOrWasNeverBegun() {
    assertThatThrownBy(() -> change(list::cancel)).hasMessageContaining("nothing to give up");
    shown = admit(phone);

    assertThatThrownBy(() -> change(list::cancel)).hasMessageContaining("nothing to give up");
    assertThat(admit(phone)).isEqualTo(shown);
  }

  @Test
  void givesTheListInForceToADeviceThatIsIn() {
    shown = admit(phone);

    assertThat(admit(phone)).isEqualTo(shown);

    DeviceList next = admit(tablet);
    assertThat(next.version()).isEqualTo(shown.version() + 1);
  }

  /** As when the clock was months ahead while it was signed. */
  @Test
  void isNotHeldUpByAListOfTheFuture() {
    clock.pass(Duration.ofDays(100));
    admit(phone);
    clock.pass(Duration.ofDays(100).negated());

    assertThat(admit(tablet).entries()).contains(DeviceEntry.of(e1, tablet));
  }

  @Test
  void asksForARemovalWithTheSameListOnceMore() {
    shown = admit(phone);
    assertThatThrownBy(() -> change(step -> list.remove(step, 2))).isInstanceOf(ApiException.class);
    clock.pass(Duration.ofMinutes(1));

    assertThatThrownBy(() -> change(step -> list.remove(step, 2))).isInstanceOf(ApiException.class);

    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).isEqualTo(asked.get(0));
  }

  /** The server may yet put the first one in force: its key must not be lost. */
  @Test
  void staysWithTheKeyThatItOnceOffered() {
    renew();
    clock.pass(Duration.ofMinutes(1));
    renew();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).isEqualTo(asked.get(0));

    clock.pass(SignedLists.GOOD);
    renew();

    assertThat(listOf(asked.get(2)).accountKey()).isEqualTo(listOf(asked.get(0)).accountKey());
    assertThat(asked.get(2)).isNotEqualTo(asked.get(0));
  }

  private void renew() {
    change(list::prepareKey);
    assertThatThrownBy(() -> change(list::renewKey)).isInstanceOf(ApiException.class);
  }

  private DeviceList admit(DeviceCert cert) {
    return changed(step -> list.with(step, cert.encode()));
  }

  private DeviceList pinned() {
    return changed(step -> new Peers(step, e1).pins(StoredProfile.USER).orElseThrow().list());
  }

  private void change(Consumer<Transaction> work) {
    changed(step -> {
      work.accept(step);
      return true;
    });
  }

  private <T> T changed(Function<Transaction, T> work) {
    try (Transaction step = tools.begin()) {
      T result = work.apply(step);
      step.commit();
      return result;
    }
  }

  private DeviceCert cert(int device) {
    DeviceAddress address = new DeviceAddress(StoredProfile.USER, device, 7);
    try (OwnDevice made = OwnDevice.generate(e1, CipherSuite.HYBRID, address, Clock.systemUTC())) {
      return made.cert();
    }
  }

  private static DeviceList listOf(String request) {
    var matcher = LIST.matcher(request);
    assertThat(matcher.find()).isTrue();
    return DeviceList.parse(Base64.getUrlDecoder().decode(matcher.group(1)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    boolean nonce = path.equals("/v1/nonces");
    boolean look = exchange.getRequestMethod().equals("GET");
    if (!nonce && !look) {
      asked.add(body);
    }
    String answer =
        nonce ? "{\"nonce\":\"" + BASE64.encodeToString(new byte[32]) + "\"}" : published();
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(nonce || look ? 200 : 503, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String published() {
    return "{\"user_id\":\"%s\",\"name\":\"alice\",\"list\":\"%s\",\"certificates\":[]}"
        .formatted(StoredProfile.USER, BASE64.encodeToString(shown.encode()));
  }
}
