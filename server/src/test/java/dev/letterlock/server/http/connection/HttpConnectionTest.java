package dev.letterlock.server.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.http.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpConnectionTest {

  record Greeting(String name, int times) {}

  private final JsonCodec json = new JsonCodec();
  private final Semaphore slow = new Semaphore(0);
  private TestEdge edge;

  @BeforeAll
  void listen() throws Exception {
    TestEdge.Options options = new TestEdge.Options();
    options.router =
        Router.builder()
            .get("/v1/things/{name}", r -> Response.json(200, Map.of("name", r.parameter("name"))))
            .get("/v1/things/special", r -> Response.text(200, "text/plain", "special"))
            .get("/v1/slow", r -> slowly())
            .get("/v1/broken", r -> broken())
            .get(
                "/v1/stream",
                r -> Response.streamed(200, Response.NDJSON, HttpConnectionTest::count))
            .post("/v1/greet", BodyPolicy.json(100), r -> greet(r.body()))
            .post("/v1/lines", BodyPolicy.ndjson(1 << 20), HttpConnectionTest::countLines)
            .build();
    edge = new TestEdge(options);
  }

  @AfterAll
  void close() {
    edge.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1/things/a%20b+c | '' | 200 {\"name\":\"a b+c\"}",
        "GET /v1/things/special | '' | 200 special",
        "GET /v1/things/ | '' | 404 \"not_found\"",
        "GET /v1/things/%zz | '' | 400 \"bad_path\"",
        "GET /nothing | '' | 404 \"not_found\"",
        "DELETE /v1/slow | '' | 405 \"method_not_allowed\"",
        "GET /v1/broken | '' | 500 \"internal_error\"",
        "POST /v1/greet | {\"name\":\"x\",\"times\":2} | 200 x2",
        "POST /v1/greet | {\"name\":\"x\",\"times\":2,\"z\":1} | 400 unknown field: z",
        "POST /v1/greet | {\"times\":2} | 400 missing field: name",
        "POST /v1/greet | {\"name\":null,\"times\":2} | 400 missing field: name",
        "POST /v1/greet | {\"name\":\"x\",\"times\":\"2\"} | 400 wrong value for field: times (expected: a number)",
        "POST /v1/greet | {\"name\":\"x\",\"name\":\"y\",\"times\":2} | 400 a field stands twice, at line 1, column",
        "POST /v1/greet | {\"name\":\"x\",\"times\":2}{} | 400 something follows behind the value, at line 1, column",
        "POST /v1/greet | nonsense | 400 a word that is none of JSON's, at line 1, column",
        "POST /v1/greet | '' | 400 empty (expected: an object)",
        "POST /v1/greet | {\"name\":\"x\",\"times\":2 | 400 it ends too early, at line 1, column",
        "POST /v1/greet | {name:1} | 400 not JSON, was expecting double-quote to start field name, at line 1, column 2",
        "POST /v1/greet | [] | 400 wrong value (expected: an object)",
        "POST /v1/greet | [[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]] | 400 \"invalid_json\"",
        "POST /v1/things/x | {} | 405 \"method_not_allowed\""
      })
  void answers(String line, String body, String expected) throws IOException {
    try (RawClient client = edge.connect()) {
      String response = client.send(request(line, body)).readResponse();
      assertThat(response).startsWith("HTTP/1.1 " + expected.substring(0, 4));
      assertThat(response).contains(expected.substring(4));
    }
  }

  @Test
  void refusesABodyThatIsTooLargeBeforeReadingIt() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(head("POST /v1/greet", "Content-Length: 101"));
      assertThat(client.readResponse()).contains("413 ", "body_too_large", "\"max_bytes\":100");
    }
  }

  @Test
  void refusesAChunkedBodyThatGrowsTooLarge() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(head("POST /v1/greet", "Transfer-Encoding: chunked"));
      client.send("65\n" + "x".repeat(101) + "\n0\n\n");
      assertThat(client.readResponse()).contains("413 ", "body_too_large");
    }
  }

  @Test
  void refusesAnotherMediaType() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(head("POST /v1/greet", "Content-Length: 2").replace("json", "xml")).send("{}");
      assertThat(client.readResponse()).contains("415 ", "unsupported_media_type");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip"})
  void unpacksNothing(String encoding) throws IOException {
    String lines = "Content-Length: 9\nContent-Encoding: " + encoding;
    try (RawClient client = edge.connect()) {
      client.send(head("POST /v1/greet", lines)).send("\u001f\u008b\b......");
      assertThat(client.readResponse())
          .contains("415 ", "unsupported_media_type", "Content-Encoding");
    }
  }

  @Test
  void refusesALongLineAndLargeHeaders() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send("GET /" + "x".repeat(5000) + " HTTP/1.1\nHost: h\n\n");
      assertThat(client.readToEnd()).contains("414 ", "url_too_long");
    }
    try (RawClient client = edge.connect()) {
      client.send("GET / HTTP/1.1\nHost: h\nX: " + "x".repeat(9000) + "\n\n");
      assertThat(client.readToEnd()).contains("431 ", "headers_too_large");
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(
          request("GET /v1/slow", "")
              + request("GET /nothing", "")
              + request("POST /v1/greet", "{\"name\":\"x\",\"times\":2}")
              + request("GET /v1/things/last", ""));
      slow.release();
      assertThat(client.readResponse()).endsWith("slow");
      assertThat(client.readResponse()).contains("not_found");
      assertThat(client.readResponse()).endsWith("x2");
      assertThat(client.readResponse()).contains("last");
    }
  }

  @Test
  void closesAfterAResponseWhenAskedTo() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send("GET /v1/things/special HTTP/1.1\nHost: h\nConnection: close\n\n");
      assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("special");
    }
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(request("HEAD /v1/things/special", ""));
      assertThat(client.readHead()).containsIgnoringCase("content-length: 7");
      assertThat(client.send(request("GET /v1/things/special", "")).readHead())
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void tellsListedOriginsWhatTheyMaySend() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(
          """
          OPTIONS /v1/greet HTTP/1.1
          Host: h
          Origin: https://chat.example
          Access-Control-Request-Method: POST

          """);
      assertThat(client.readHead())
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("access-control-allow-origin: https://chat.example")
          .containsIgnoringCase("access-control-allow-methods: OPTIONS, POST");
      client.send("OPTIONS /v1/greet HTTP/1.1\nHost: h\nOrigin: https://evil.example\n\n");
      assertThat(client.readHead()).doesNotContainIgnoringCase("access-control");
    }
  }

  @Test
  void sendsSecurityHeaders() throws IOException {
    try (RawClient client = edge.connect()) {
      assertThat(client.send(request("GET /v1/things/x", "")).readHead())
          .contains("X-Content-Type-Options: nosniff")
          .containsIgnoringCase("cache-control: no-store")
          .containsIgnoringCase("content-security-policy: default-src 'none'")
          .doesNotContainIgnoringCase("strict-transport-security");
    }
  }

  @Test
  void streamsAResponse() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send("GET /v1/stream HTTP/1.1\nHost: h\nConnection: close\n\n");
      assertThat(client.readToEnd())
          .containsIgnoringCase("transfer-encoding: chunked")
          .contains("line 0\n", "line 9999\n")
          .endsWith("0\r\n\r\n");
    }
  }

  @Test
  void readsAStreamedBodyWhileItArrives() throws IOException {
    try (RawClient client = edge.connect()) {
      String lines = "{\"n\":1}\n".repeat(100_000);
      client.send(
          head("POST /v1/lines", "Content-Length: " + lines.length()).replace("json", "x-ndjson"));
      client.send(lines.getBytes(StandardCharsets.US_ASCII));
      assertThat(client.readResponse()).endsWith("100000 lines");
      assertThat(client.send(request("GET /v1/things/x", "")).readHead())
          .startsWith("HTTP/1.1 200");
    }
  }

  private Response slowly() throws InterruptedException {
    slow.acquire();
    return Response.text(200, "text/plain", "slow");
  }

  private static Response broken() {
    throw new IllegalStateException("secret text");
  }

  private Response greet(byte[] body) {
    Greeting greeting = json.read(body, Greeting.class);
    return Response.text(200, "text/plain", greeting.name() + greeting.times());
  }

  private static Response countLines(Request request) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(request.stream(), StandardCharsets.UTF_8))) {
      return Response.text(200, "text/plain", reader.lines().count() + " lines");
    }
  }

  private static void count(OutputStream out) throws IOException {
    for (int i = 0; i < 10_000; i++) {
      out.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String request(String line, String body) {
    return body.isEmpty() && !line.startsWith("POST")
        ? line + " HTTP/1.1\nHost: h\n\n"
        : head(line, "Content-Length: " + body.length()) + body;
  }

  private static String head(String line, String field) {
    return line + " HTTP/1.1\nHost: h\nContent-Type: application/json\n" + field + "\n\n";
  }
}
