package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.ClaimedBundle;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims whose answers get lost, or come to nothing. */
class BundlesTest {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final Pattern REQUEST = Pattern.compile("\"request_id\":\"([^\"]*)\"");
  private static final String LOST = "lost";
  private static final String REFUSED = "{\"code\":\"rate_limited\"}";

  private final E1 e1 = new E1(Sodium.load());
  private final TrustedDevice phone = device(1);
  private final TrustedDevice laptop = device(2);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String answer = LOST;
  private HttpServer server;
  private ApiClient api;
  private Tools tools;
  private Bundles bundles;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    tools = StoredProfile.tools(e1, vault, Clock.systemUTC());
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()), e1);
    bundles = new Bundles(tools, StoredProfile.directory(api, Clock.systemUTC()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    api.close();
    tools.close();
  }

  @Test
  void claimsUnderTheSameIdUntilAnAnswerComes() {
    assertThatExceptionOfType(ApiException.class).isThrownBy(this::claimBoth);
    answer = REFUSED;
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(this::claimBoth)
        .matches(refusal -> refusal.retryAfter().equals(Duration.ofSeconds(7)));
    answer = bundlesOf(1, 2);

    assertThat(claimBoth()).containsOnlyKeys(1, 2);
    assertThat(requests).hasSize(3);
    assertThat(requests).containsOnly(requests.getFirst());
  }

  @Test
  void claimsNothingTwiceThatWasNotUsed() {
    answer = bundlesOf(1);
    assertThat(claimBoth()).containsOnlyKeys(1);
    answer = bundlesOf(2);

    assertThat(claimBoth()).containsOnlyKeys(1, 2);
    assertThat(claimBoth()).containsOnlyKeys(1, 2);
    assertThat(requests).hasSize(2);
  }

  @Test
  void claimsAnewWhatWasNoBundle() {
    answer = bundlesOf(1, 2);
    ClaimedBundle bad = Objects.requireNonNull(claimBoth().get(1));
    try (Transaction step = tools.begin();
        PeerState none = PeerState.unknown(BOB, 1)) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> bundles.start(step, none, phone, bad, "bob"));
    }

    assertThat(claimBoth()).containsOnlyKeys(1, 2);
    assertThat(requests).hasSize(2).doesNotHaveDuplicates();
  }

  private Map<Integer, ClaimedBundle> claimBoth() {
    return bundles.claim(BOB, List.of(phone, laptop));
  }

  private TrustedDevice device(int number) {
    DeviceAddress address = new DeviceAddress(BOB, number, 4711);
    try (OwnDevice device =
        OwnDevice.generate(e1, CipherSuite.HYBRID, address, Clock.systemUTC())) {
      return new TrustedDevice(device.cert(), device.cert().certHash(e1), 1);
    }
  }

  private static String bundlesOf(Integer... devices) {
    return List.of(devices).stream()
        .map(device ->
            "{\"device_id\":%d,\"registration\":4711,\"certificate\":\"AAAA\",\"signed\":\"AAAA\"}"
                .formatted(device))
        .collect(Collectors.joining(",", "{\"list_version\":\"1\",\"bundles\":[", "]}"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher request = REQUEST.matcher(asked);
      assertThat(request.find()).isTrue();
      requests.add(request.group(1));
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Retry-After", "7");
      exchange.sendResponseHeaders(answer.equals(REFUSED) ? 429 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
