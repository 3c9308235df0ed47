package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.testing.SettableClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token opens, and how long (docs/PROTOCOL.md §3.1). */
class TokenRulesIT {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(3);

  @TempDir Path folder;

  private final SettableClock clock = SettableClock.running();
  private RunningServer server;
  private Pair pair;
  private LoadDevice device;

  @BeforeEach
  void startServer() throws Exception {
    start();
    pair = new Pair(server);
    device = Pair.device(pair.alice());
  }

  @AfterEach
  void endEverything() {
    pair.close();
    server.close();
  }

  @Test
  void aForgedTokenOpensNothing() throws Exception {
    String token = device.token();
    int signature = token.lastIndexOf('.') + 1;
    String forged =
        token.substring(0, signature)
            + (token.charAt(signature) == 'A' ? 'B' : 'A')
            + token.substring(signature + 1);

    assertThat(closeAfterHello(device, forged)).isEqualTo(CloseCode.TOKEN_INVALID.code());
  }

  /** Each rightly signed by the server's own secret, as far as its algorithm has signatures. */
  @ParameterizedTest
  @CsvSource({"none,", "HS384, HmacSHA384", "HS512, HmacSHA512"})
  void aTokenOfAnotherAlgorithmOpensNothing(String algorithm, @Nullable String mac)
      throws Exception {
    String own = signed("HS256", "HmacSHA256");
    assertThat(own).as("what the server signs itself").isEqualTo(device.token());

    assertThat(closeAfterHello(device, signed(algorithm, mac)))
        .isEqualTo(CloseCode.TOKEN_INVALID.code());
  }

  @Test
  void theTokenOfAnotherDeviceOpensNothing() throws Exception {
    LoadUser carol = server.users(1, 2).getFirst();
    String ofFirst = carol.devices().get(0).token();

    assertThat(closeAfterHello(carol.devices().get(1), ofFirst))
        .isEqualTo(CloseCode.TOKEN_INVALID.code());
  }

  @Test
  void aTokenOpensNothingAfterItsTimeButWhatItOpenedStays() throws Exception {
    String token = shortToken();
    WireClient client = pair.connect();
    client.hello(device.address().device(), token, Cursor.ZERO);
    client.next(Welcome.class);

    assertThat(get("/v1/me", token).statusCode()).isEqualTo(200);

    clock.pass(TOKEN_LIFE);

    assertThat(get("/v1/me", token).statusCode()).isEqualTo(401);
    assertThat(closeAfterHello(device, token)).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
    Pair.accepted(client, pair.message(1));
  }

  @Test
  void theEndOfALoginEndsItsSessionAndItsTokens() throws Exception {
    WireClient client = pair.open(pair.alice());

    assertThat(logOut().statusCode()).isEqualTo(204);

    assertThat(client.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    assertThat(closeAfterHello(device, device.token())).isEqualTo(CloseCode.TOKEN_REVOKED.code());
  }

  @Test
  void aLoginThatEndedStaysEndedAfterARestart() throws Exception {
    assertThat(logOut().statusCode()).isEqualTo(204);
    pair.close();
    server.close();

    start();
    pair = new Pair(server, pair);

    assertThat(closeAfterHello(device, device.token())).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    assertThat(get("/v1/me", device.token()).body()).contains("token_revoked");
  }

  /** The device's token under another algorithm. */
  private String signed(String algorithm, @Nullable String mac) throws Exception {
    String[] parts = device.token().split("\\.", -1);
    String header =
        new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)
            .replace("HS256", algorithm);
    assertThat(header).contains(algorithm);
    String content = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + parts[1];
    return content + "." + (mac == null ? "" : base64(signature(content, mac)));
  }

  private byte[] signature(String content, String mac) throws Exception {
    String entry = Files.readString(folder.resolve("data/jwt-secret")).strip();
    byte[] secret = Base64.getDecoder().decode(entry.substring(entry.indexOf(':') + 1));
    Mac signing = Mac.getInstance(mac);
    signing.init(new SecretKeySpec(secret, mac));
    return signing.doFinal(content.getBytes(StandardCharsets.US_ASCII));
  }

  private void start() throws Exception {
    server = new RunningServer(folder.resolve("data"), Map.of(), clock);
  }

  private int closeAfterHello(LoadDevice claimed, String token) throws Exception {
    WireClient client = pair.connect();
    client.hello(claimed.address().device(), token, Cursor.ZERO);
    return client.closeCode();
  }

  private HttpResponse<String> logOut() throws Exception {
    return exchange(
        HttpRequest.newBuilder(server.url().resolve("/v1/logout"))
            .header("Authorization", "Bearer " + device.token())
            .POST(BodyPublishers.noBody()));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return exchange(
        HttpRequest.newBuilder(server.url().resolve(path))
            .header("Authorization", "Bearer " + token));
  }

  /** Ends before the device's other tokens. */
  private String shortToken() throws Exception {
    String line =
        "{\"user_id\":\"%s\",\"device_id\":%d,\"ttl_seconds\":%d}\n"
            .formatted(device.address().user(), device.address().device(), TOKEN_LIFE.toSeconds());
    String answer =
        exchange(
                HttpRequest.newBuilder(server.managementUrl().resolve("/admin/tokens"))
                    .header("Authorization", "Bearer " + server.adminToken().value())
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofString(line)))
            .body();
    assertThat(answer).contains("access_token");
    return answer.replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  private static HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
