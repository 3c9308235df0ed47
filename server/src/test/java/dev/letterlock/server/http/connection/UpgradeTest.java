package dev.letterlock.server.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.net.websocket.ClientFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeTest {

  static final String GOOD =
      """
      GET /v1/ws HTTP/1.1
      Host: localhost
      Connection: keep-alive, Upgrade
      Upgrade: websocket
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Protocol: other, letterlock.v1

      """;

  private TestEdge edge;

  @BeforeAll
  void listen() throws Exception {
    edge = new TestEdge(new TestEdge.Options());
  }

  @AfterAll
  void close() {
    edge.close();
  }

  @Test
  void answersAsTheRfcShows() throws IOException {
    try (RawClient client = edge.connect()) {
      assertThat(client.send(GOOD).readHead())
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .contains("Sec-WebSocket-Protocol: letterlock.v1");
    }
  }

  @Test
  void losesNoFrameSentTogetherWithTheHandshake() throws IOException {
    byte[] payload = ClientFrames.payload(300);
    try (RawClient client = edge.connect()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(GOOD.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      all.writeBytes(new ClientFrames().binary(payload).toBytes());
      client.send(all.toByteArray()).readHead();
      assertThat(client.read(4)).containsExactly(0x82, 126, 1, 44);
      assertThat(client.read(300)).isEqualTo(payload);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.0 | HTTP/1.1 | HTTP/1.0 | 505 upgrade_http_version",
        "POST | GET | POST | 405 upgrade_method",
        "token in the query | /v1/ws | /v1/ws?token=x | 400 upgrade_query",
        "Host missing | Host: localhost | X: y | 400 bad_host",
        "Host twice | Host: localhost | Host: localhost~Host: other | 400 bad_host",
        "no Connection: Upgrade | keep-alive, Upgrade | keep-alive | 426 upgrade_not_an_upgrade",
        "no Upgrade | Upgrade: websocket | X: y | 426 upgrade_not_an_upgrade",
        "other version | Version: 13 | Version: 8 | 426 upgrade_websocket_version",
        "version twice | Version: 13 | Version: 13~Sec-WebSocket-Version: 13 | 426 upgrade_websocket_version",
        "key of 15 bytes | dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25j | 400 upgrade_websocket_key",
        "key not base64 | dGhlIHNhbXBsZSBub25jZQ== | !!hlIHNhbXBsZSBub25jZQ== | 400 upgrade_websocket_key",
        "key missing | Sec-WebSocket-Key | X-Key | 400 upgrade_websocket_key",
        "subprotocol not offered | other, letterlock.v1 | letterlock.v2 | 400 upgrade_subprotocol",
        "foreign Origin | Host: localhost | Host: localhost~Origin: https://evil.example | 403 upgrade_origin",
        "Origin twice | Host: localhost | Host: localhost~Origin: https://chat.example~Origin: https://chat.example | 403 upgrade_origin",
        "other authorization | Host: localhost | Host: localhost~Authorization: Basic eDp5 | 400 upgrade_authorization",
        "body | Host: localhost | Host: localhost~Content-Length: 3 | 400 upgrade_body",
        "chunked body | Host: localhost | Host: localhost~Transfer-Encoding: chunked | 400 upgrade_body",
        "two lengths | Host: localhost | Host: localhost~Content-Length: 3~Transfer-Encoding: chunked | 400 bad_request",
        "broken header | Host: localhost | Host: localhost~no colon | 400 bad_request"
      })
  void refuses(String name, String from, String to, String expected) throws IOException {
    assertThat(GOOD).contains(from);
    try (RawClient client = edge.connect()) {
      client.send(GOOD.replaceFirst(from, to.replace("~", "\n")));
      String all = client.readToEnd();
      assertThat(all).as(name).startsWith("HTTP/1.1 " + expected.substring(0, 3) + " ");
      assertThat(all).as(name).contains("\"code\":\"" + expected.substring(4) + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"https://chat.example", "HTTPS://CHAT.EXAMPLE", "http://localhost"})
  void letsInListedOriginsAndItsOwn(String origin) throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(GOOD.replace("Host: localhost", "Host: localhost\nOrigin: " + origin));
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void namesTheVersionItSpeaks() throws IOException {
    try (RawClient client = edge.connect()) {
      String head = client.send(GOOD.replace("Version: 13", "Version: 7")).readHead();
      assertThat(head).containsIgnoringCase("sec-websocket-version: 13");
    }
  }

  @Test
  void agreesToNoCompression() throws IOException {
    String offer = "Host: localhost\nSec-WebSocket-Extensions: permessage-deflate";
    try (RawClient client = edge.connect()) {
      String head = client.send(GOOD.replace("Host: localhost", offer)).readHead();
      assertThat(head).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("extensions");
    }
  }

  @Test
  void refusesTextWithItsCloseCode() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(GOOD).readHead();
      client.send(new ClientFrames().text("hello").toBytes());
      assertThat(client.readToEnd()).endsWith("text-not-supported");
    }
  }

  @Test
  void answersACloseAndCloses() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(GOOD).readHead();
      client.send(new ClientFrames().close(1000, "bye").toBytes());
      assertThat(client.read(4)).isEqualTo(HexFormat.of().parseHex("880203e8"));
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void answersAPingWithItsBytes() throws IOException {
    try (RawClient client = edge.connect()) {
      client.send(GOOD).readHead();
      client.send(new ClientFrames().ping("are you there").toBytes());
      assertThat(client.read(2)).containsExactly(0x8A, 13);
      assertThat(new String(client.read(13), StandardCharsets.US_ASCII)).isEqualTo("are you there");
    }
  }
}
