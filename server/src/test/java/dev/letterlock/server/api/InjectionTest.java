package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.api.HttpDriver.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like an operator, a command or a path is a text like any other. */
class InjectionTest {

  private static ApiServer server;
  private static Phone phone;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    phone = Phone.enrolled(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":{\"$ne\":null},\"password\":\"correct horse battery\"}",
        "{\"name\":{\"$regex\":\".*\"},\"password\":\"correct horse battery\"}",
        "{\"name\":[\"a\",\"b\"],\"password\":\"correct horse battery\"}",
        "{\"name\":\"NAME\",\"password\":{\"$gt\":\"\"}}",
        "{\"name\":\"NAME\",\"password\":\"correct horse battery\",\"$where\":\"1\"}"
      })
  void anOperatorInABodyIsNoValue(String body) {
    Answer answer = server.http.post("/v1/login", Map.of(), body.replace("NAME", phone.name));

    assertThat(answer.problem()).isEqualTo("400 invalid_json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ne",
        "{\"$ne\":null}",
        "NAME\u0000",
        "NAME' || '1'=='1",
        "NAME\r\nFLUSHALL\r\n",
        "NAME} {x",
        "*",
        "../NAME",
        ".*"
      })
  void anOperatorForANameIsNobodysName(String text) {
    String name = text.replace("NAME", phone.name);
    Map<String, String> account = Map.of("name", name, "password", Phone.PASSWORD);
    String asPath = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

    assertThat(server.http.post("/v1/login", Map.of(), account).problem())
        .isEqualTo("401 wrong_credentials");
    assertThat(server.http.post("/v1/register", Map.of(), account).problem())
        .isEqualTo("400 name_invalid");
    assertThat(phone.get("/v1/users/" + asPath).problem()).isEqualTo("404 unknown_user");
  }

  /** Even whoever has the token of the operator gets nowhere by way of the port for clients. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../admin/users",
        "/v1/%2e%2e/admin/users",
        "/v1/users/..%2f..%2fadmin%2fusers",
        "//admin/users",
        "/admin/users/",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/..%5c..%5cadmin/users",
        "/%2e%2e/metrics"
      })
  void aPathLeadsNowhereElse(String path) {
    Map<String, String> operator =
        Map.of("Authorization", "Bearer " + ApiServer.ADMIN_TOKEN.expose());

    Answer answer = server.http.get(path, operator);

    assertThat(answer.status()).isIn(401, 404);
    assertThat(answer.body()).doesNotContain("\"users\"", "root:", "letterlock_");
  }
}
