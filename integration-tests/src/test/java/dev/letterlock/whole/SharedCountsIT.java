package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one Redis and one database: what each remembers for minutes, both know. */
class SharedCountsIT {
  private static final String JWT_SECRET = "k1:" + "a2V5".repeat(11);
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private SharedMongo mongo;
  private RunningServer here;
  private RunningServer there;
  private String token;

  @BeforeEach
  void twoNodes() throws Exception {
    mongo = new SharedMongo(folder);
    here = node("here");
    there = node("there");
    LoadUser user = here.users(1, 1).getFirst();
    token = user.devices().getFirst().token();
  }

  @AfterEach
  void stop() {
    http.close();
    here.close();
    there.close();
    mongo.close();
  }

  @Test
  void spendsANonceOfOneNodeAtTheOtherOnce() throws Exception {
    String nonce = JSON.readTree(nonceOf(here).body()).get("nonce").asText();

    // The nonce is looked at before the signature, which is nobody's.
    assertThat(code(signedWith(nonce, there))).isEqualTo("signature_invalid");
    assertThat(code(signedWith(nonce, here))).isEqualTo("nonce_invalid");
    assertThat(code(signedWith(nonce, there))).isEqualTo("nonce_invalid");
  }

  @Test
  void countsWhatIsAskedOfEither() throws Exception {
    assertThat(nonceOf(here).statusCode()).isEqualTo(200);
    assertThat(nonceOf(there).statusCode()).isEqualTo(200);
    assertThat(nonceOf(here).statusCode()).isEqualTo(200);

    HttpResponse<String> fourth = nonceOf(there);

    assertThat(code(fourth)).isEqualTo("rate_limited");
    assertThat(fourth.headers().firstValueAsLong("Retry-After").orElse(0)).isGreaterThan(3_000);
  }

  @Test
  void refusesWhatNeedsRedisAndCountsAloneWhatDoesNot() throws Exception {
    REDIS.kill();
    try {
      HttpResponse<String> refused = nonceOf(here);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(code(refused)).isEqualTo("unavailable");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(code(lookUp(here))).isEqualTo("unknown_user");
    } finally {
      REDIS.start();
    }
  }

  private HttpResponse<String> nonceOf(RunningServer node) throws Exception {
    return ask(request(node, "/v1/nonces").POST(BodyPublishers.noBody()));
  }

  private HttpResponse<String> signedWith(String nonce, RunningServer node) throws Exception {
    return ask(
        request(node, "/v1/prekeys")
            .header("Letterlock-Signature", "nonce=" + nonce + ", sig=" + "A".repeat(86))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{}")));
  }

  private HttpResponse<String> lookUp(RunningServer node) throws Exception {
    return ask(request(node, "/v1/users/nobody").GET());
  }

  private HttpRequest.Builder request(RunningServer node, String path) {
    return HttpRequest.newBuilder(node.url().resolve(path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    JsonNode problem = JSON.readTree(answer.body());
    return problem.path("code").asText();
  }

  private RunningServer node(String name) throws Exception {
    return new RunningServer(
        Files.createDirectories(folder.resolve(name)),
        Map.of(
            "REDIS_URL",
            REDIS.uri(),
            "MONGODB_URI",
            mongo.uri(),
            "JWT_SECRET",
            JWT_SECRET,
            "LIMIT_NONCE",
            "3+1/1h"));
  }
}
