package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.api.HttpDriver.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{\"name\":\"a\"}",
        "{\"name\":null,\"password\":\"12345678\"}",
        "{\"name\":1,\"password\":\"12345678\"}",
        "{\"name\":\"a\",\"password\":\"12345678\",\"admin\":true}",
        "{\"name\":\"a\",\"name\":\"b\",\"password\":\"12345678\"}",
        "{\"name\":\"a\",\"password\":\"12345678\"} {}",
        "{\"name\":\"a\",\"password\":\"12345678\"",
        "{'name':'a','password':'12345678'}",
        "{\"name\":\"a\",\"password\":\"12345678\",\"device_id\":1.5}",
        "{\"name\":\"a\",\"password\":\"12345678\",\"device_id\":\"1\"}",
        "{\"name\":\"a\",\"password\":\"12345678\",\"device_id\":1e999999999}"
      })
  void malformedBodiesAreNamed(String body) {
    assertThat(post(body).problem()).isEqualTo("400 invalid_json");
  }

  @Test
  void nestedAndOversizedBodiesAreStopped() {
    String deep = "[".repeat(2000);
    String digits = "{\"name\":" + "9".repeat(3000) + "}";
    String large = "{\"name\":\"" + "a".repeat(5000) + "\"}";

    assertThat(post(deep).problem()).isEqualTo("400 invalid_json");
    assertThat(post(digits).problem()).isEqualTo("400 invalid_json");
    assertThat(post(large).problem()).isEqualTo("413 body_too_large");
  }

  @Test
  void numbersOutsideTheirRangeAreNamed() {
    Map<String, Object> body = Map.of("name", "a", "password", "12345678", "device_id", 1L << 32);

    assertThat(server.http.post("/v1/login", Map.of(), body).problem())
        .isEqualTo("400 parameter_invalid");
  }

  @Test
  void refusalsQuoteNothingThatWasSent() {
    Answer answer = post("{\"name\":\"a\",\"password\":{\"hunter2\":\"hunter2\"}}");

    assertThat(answer.problem()).isEqualTo("400 invalid_json");
    assertThat(answer.text("detail")).contains("password").doesNotContain("hunter2");
  }

  @Test
  void bytesMustBeBase64UrlWithoutPadding() {
    Phone phone = Phone.enrolled(server);
    for (String bytes : new String[] {"AA==", "A", "+/+/", "é", "A A"}) {
      Answer answer = phone.signed("PUT", "/v1/prekeys", Map.of("signed", bytes));

      assertThat(answer.problem()).as(bytes).isEqualTo("400 invalid_json");
    }
  }

  @Test
  void otherMediaTypesMethodsAndPathsAreNamed() {
    Map<String, String> text = Map.of("Content-Type", "text/plain");

    assertThat(server.http.post("/v1/login", text, "x").problem())
        .isEqualTo("415 unsupported_media_type");
    assertThat(server.http.get("/v1/login", Map.of()).problem())
        .isEqualTo("405 method_not_allowed");
    assertThat(server.http.get("/v1/nothing", Map.of()).problem()).isEqualTo("404 not_found");
    assertThat(server.http.get("/admin/users", Map.of()).problem()).isEqualTo("404 not_found");
    assertThat(server.http.get("/metrics", Map.of()).problem()).isEqualTo("404 not_found");
  }

  private static Answer post(String body) {
    return server.http.post("/v1/login", Map.of(), body);
  }
}
