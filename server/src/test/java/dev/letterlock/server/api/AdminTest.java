package dev.letterlock.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.server.api.HttpDriver.Answer;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.server.config.value.Secrets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminTest {

  private static final Map<String, String> ADMIN = Phone.bearer(ApiServer.ADMIN_TOKEN.expose());
  private static final Map<String, String> NDJSON =
      Phone.with(ADMIN, Map.of("Content-Type", "application/x-ndjson"));

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void administrationNeedsItsToken() {
    for (String path : List.of("/admin/users", "/admin/gc", "/admin/users/x/disable")) {
      String method = path.equals("/admin/users") ? "GET" : "POST";
      assertThat(server.management.send(method, path, Map.of(), null).problem())
          .isEqualTo("401 token_missing");
      assertThat(
              server
                  .management
                  .send(
                      method,
                      path,
                      Phone.bearer(Secrets.newToken(new SecureRandom()).expose()),
                      null)
                  .problem())
          .isEqualTo("401 token_invalid");
    }
  }

  @Test
  void accountsAreMadeListedAndDisabled() {
    Phone phone = Phone.enrolled(server);
    String name = "op-" + UUID.randomUUID();
    Answer made =
        server.management.post(
            "/admin/users", ADMIN, Map.of("name", name, "password", Phone.PASSWORD));
    assertThat(made.status()).isEqualTo(201);

    assertThat(everybody())
        .anySatisfy(user -> {
          assertThat(user.path("user_id").asText()).isEqualTo(made.text("user_id"));
          assertThat(user.path("devices").asInt()).isZero();
        })
        .anySatisfy(user -> {
          assertThat(user.path("name").asText()).isEqualTo(phone.name);
          assertThat(user.path("devices").asInt()).isEqualTo(1);
          assertThat(user.path("disabled").asBoolean()).isFalse();
        });
  }

  @Test
  void aDisabledAccountIsShutOutAtOnce() {
    Phone phone = Phone.enrolled(server);

    Answer answer =
        server.management.post("/admin/users/" + phone.name + "/disable", ADMIN, Map.of());

    assertThat(answer.status()).isEqualTo(204);
    assertThat(phone.get("/v1/me").problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts).contains(new ApiServer.Cut(phone.wireAddress(), Cause.TOKEN_REVOKED));
    Map<String, String> password = Map.of("name", phone.name, "password", Phone.PASSWORD);
    assertThat(server.http.post("/v1/login", Map.of(), password).problem())
        .isEqualTo("401 wrong_credentials");
    Map<String, String> refresh = Map.of("refresh_token", phone.refreshToken);
    assertThat(server.http.post("/v1/refresh", Map.of(), refresh).problem())
        .isEqualTo("401 token_revoked");
    assertThat(
            server.management.post("/admin/users/nobody-here/disable", ADMIN, Map.of()).problem())
        .isEqualTo("404 unknown_user");
  }

  @Test
  void aRevokedLoginEndsAtOnceAndTheDeviceMaySignInAgain() {
    Phone phone = Phone.enrolled(server);
    String path = "/admin/users/" + phone.name;
    JsonNode before = server.management.get(path + "/sessions", ADMIN).json().at("/sessions/0");
    assertThat(before.path("device_id").asInt()).isEqualTo(phone.device);
    assertThat(before.path("signed_in_until").asText()).isNotEmpty();

    Answer revoked = server.management.post(path + "/revoke", ADMIN, Map.of());

    assertThat(revoked.json().path("signed_out").asInt()).isEqualTo(1);
    assertThat(phone.get("/v1/me").problem()).isEqualTo("401 token_revoked");
    assertThat(server.cuts).contains(new ApiServer.Cut(phone.wireAddress(), Cause.TOKEN_REVOKED));
    assertThat(
            server
                .management
                .get(path + "/sessions", ADMIN)
                .json()
                .at("/sessions/0/signed_in_until")
                .asText("none"))
        .isIn("none", "null");
    Map<String, String> password = Map.of("name", phone.name, "password", Phone.PASSWORD);
    assertThat(server.http.post("/v1/login", Map.of(), password).status()).isEqualTo(200);
    assertThat(server.management.post(path + "/revoke", ADMIN, Map.of()).json())
        .isEqualTo(HttpDriver.parse("{\"signed_out\":0}"));
    assertThat(server.management.get("/admin/users/nobody-here/sessions", ADMIN).problem())
        .isEqualTo("404 unknown_user");
  }

  @Test
  void aDisabledAccountStaysShutOutAfterARestart() {
    Phone phone = Phone.enrolled(server);
    server.stores.users().setDisabled(phone.userId(), true);
    server.api.rosters().invalidate(phone.userId());

    assertThat(phone.get("/v1/me").problem()).isEqualTo("401 token_revoked");
  }

  @Test
  void anImportBringsAccountsThatCanSignInAndBeClaimed() {
    List<ImportLine> lines =
        IntStream.range(0, 300).mapToObj(i -> new ImportLine(server.e1, i)).toList();

    List<JsonNode> answer = bring(lines.stream().map(ImportLine::json).toList());
    List<JsonNode> again = bring(lines.stream().map(ImportLine::json).toList());

    assertThat(answer.getLast().toString())
        .isEqualTo("{\"done\":true,\"imported\":300,\"failed\":0}");
    assertThat(again.getLast().toString()).isEqualTo(answer.getLast().toString());
    Phone asker = Phone.enrolled(server);
    ImportLine some = lines.get(150);
    JsonNode bundle =
        asker
            .post(
                "/v1/users/by-id/" + some.user + "/prekeys/claim",
                Map.of("request_id", UUID.randomUUID(), "devices", List.of()))
            .json()
            .path("bundles")
            .get(0);
    assertThat(bundle.path("device_id").asInt()).isEqualTo(1);
    assertThat(bundle.has("one_time")).isTrue();
  }

  @Test
  void badLinesAreNamedAndTheOthersImported() {
    ImportLine good = new ImportLine(server.e1, 1);
    ImportLine forged = new ImportLine(server.e1, 2);
    ImportLine lists = new ImportLine(server.e1, 3);
    ImportLine repeated = new ImportLine(server.e1, 4);
    Map<String, Object> taken = new HashMap<>(new ImportLine(server.e1, 5).json());
    taken.put("name", good.json().get("name"));
    List<Object> lines =
        List.of(
            good.json(),
            Map.of("name", "x"),
            forged.with("certificate", flip(forged.certificate)),
            lists.withList(good.list),
            repeated.withRepeatedKeyId());

    List<JsonNode> answer = bring(lines);
    List<JsonNode> second = bring(List.of(taken));

    assertThat(answer)
        .extracting(event -> event.path("line").asInt() + " " + event.path("code").asText())
        .contains("2 invalid_json", "3 key_rejected", "4 key_rejected", "5 key_id_reused");
    assertThat(answer.getLast().toString())
        .isEqualTo("{\"done\":true,\"imported\":1,\"failed\":4}");
    assertThat(second.getFirst().path("code").asText()).isEqualTo("name_taken");
  }

  @Test
  void linesThatAreTooLongOrEmptyHurtNobody() {
    String text =
        "\n\r\n" + "x".repeat((1 << 20) + 10) + "\n" + toJson(new ImportLine(server.e1, 1));

    List<JsonNode> answer = Phone.expect(200, importText(text)).lines();

    assertThat(answer.getFirst().path("line").asInt()).isEqualTo(3);
    assertThat(answer.getFirst().path("code").asText()).isEqualTo("body_too_large");
    assertThat(answer.getLast().path("imported").asInt()).isEqualTo(1);
  }

  @Test
  void importedPasswordsWork() {
    Map<String, Object> line = new HashMap<>(new ImportLine(server.e1, 1).json());
    line.put("password", Phone.PASSWORD);
    bring(List.of(line));

    Map<String, Object> login = Map.of("name", line.get("name"), "password", Phone.PASSWORD);
    Answer answer = server.http.post("/v1/login", Map.of(), login);

    assertThat(answer.json().path("device_id").asInt()).isEqualTo(2);
  }

  @Test
  void tokensAreMintedInOrder() {
    List<ImportLine> lines =
        IntStream.range(0, 600).mapToObj(i -> new ImportLine(server.e1, i)).toList();
    bring(lines.stream().map(ImportLine::json).toList());
    StringBuilder wanted = new StringBuilder();
    for (ImportLine line : lines) {
      wanted.append("{\"user_id\":\"%s\",\"device_id\":1}\n".formatted(line.user));
    }

    List<JsonNode> tokens =
        server.management.post("/admin/tokens", NDJSON, wanted.toString()).lines();

    assertThat(tokens).hasSize(600);
    for (int i = 0; i < 600; i++) {
      assertThat(tokens.get(i).path("user_id").asText()).isEqualTo(lines.get(i).user.toString());
    }
    Map<String, String> token = Phone.bearer(tokens.get(42).path("access_token").asText());
    assertThat(server.http.get("/v1/me", token).text("user_id"))
        .isEqualTo(lines.get(42).user.toString());
  }

  @Test
  void tokensThatCannotBeMintedAreNamed() {
    Phone phone = Phone.enrolled(server);
    String text =
        """
        {"name":"%1$s","device_id":1,"ttl_seconds":60}
        {"name":"%1$s","device_id":9}
        {"name":"nobody-like-that","device_id":1}
        {"device_id":1}
        {"name":"%1$s","device_id":1,"ttl_seconds":604801}
        {"name":"%1$s","device_id":-1}
        nonsense
        """
            .formatted(phone.name);

    assertThat(server.management.post("/admin/tokens", NDJSON, text).lines())
        .extracting(event -> event.path("line").asText() + " " + event.path("code").asText())
        .containsExactly(
            " ",
            "2 unknown_device",
            "3 unknown_user",
            "4 parameter_invalid",
            "5 out_of_range",
            "6 parameter_invalid",
            "7 invalid_json");
  }

  @Test
  void aForcedCollectionTellsTheHeap() {
    Answer answer = server.management.post("/admin/gc", ADMIN, Map.of());

    assertThat(answer.json().path("heap_used").asLong()).isPositive();
  }

  @Test
  void readinessNamesWhatIsMissing() {
    assertThat(server.management.get("/healthz", Map.of()).body()).isEqualTo("ok\n");
    assertThat(server.management.get("/readyz", Map.of()).body())
        .isEqualTo("{\"ready\":true,\"missing\":[],\"facts\":{\"durability\":\"sync\"}}");

    server.missing.add("no such queue");
    try {
      Answer answer = server.management.get("/readyz", Map.of());
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("{\"name\":\"queue\",\"why\":\"no such queue\"}");
    } finally {
      server.missing.clear();
    }
  }

  @Test
  void metricsCountRequestsByRouteAndRefusalsByCode() {
    server.http.get("/v1/me", Map.of());

    assertThat(server.management.get("/metrics", Map.of()).body())
        .contains("letterlock_http_seconds_count{route=\"/v1/me\",status=\"401\"}")
        .contains("letterlock_rejects_total{at=\"http\",code=\"token_missing\"}")
        .contains("letterlock_libsodium{version=\"1.0.20\"} 1.0");
  }

  private static List<JsonNode> everybody() {
    List<JsonNode> users = new ArrayList<>();
    String after = "";
    do {
      Answer page = server.management.get("/admin/users?limit=100&after=" + after, ADMIN);
      page.json().path("users").forEach(users::add);
      after = page.text("next");
    } while (!after.isEmpty());
    return users;
  }

  private static List<JsonNode> bring(List<?> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(toJson(line)).append('\n'));
    return Phone.expect(200, importText(text.toString())).lines();
  }

  private static Answer importText(String text) {
    return server.management.post("/admin/import", NDJSON, text);
  }

  private static String toJson(Object line) {
    Object body = line instanceof ImportLine some ? some.json() : line;
    return new String(HttpDriver.bytes(body), UTF_8);
  }

  private static String flip(String base64) {
    char other = base64.charAt(80) == 'A' ? 'B' : 'A';
    return base64.substring(0, 80) + other + base64.substring(81);
  }
}
