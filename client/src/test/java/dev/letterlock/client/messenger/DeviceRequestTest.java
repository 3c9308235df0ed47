package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A further device that the server does not take in. */
class DeviceRequestTest {

  private static final String TICKET =
      "{\"user_id\":\"%s\",\"device_id\":2,\"enrolment_token\":\"t\"}"
          .formatted(StoredProfile.USER);
  private static final String NONCE =
      "{\"nonce\":\"%s\"}"
          .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]));
  private static final String CONFLICT = "{\"code\":\"list_conflict\",\"detail\":\"-\"}";

  @TempDir Path folder;
  private final E1 e1 = new E1(Sodium.load());
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", DeviceRequestTest::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void mayAskAnewWhereTheServerRefused() {
    try (DeviceRequest refused = request()) {
      byte[] list = listWith(DeviceCert.parse(refused.certificate()));

      assertThatThrownBy(() -> refused.complete(list)).isInstanceOf(MessengerException.class);
    }

    try (DeviceRequest again = request()) {
      assertThat(again.certificate()).hasSize(DeviceCert.SIZE);
    }
  }

  private DeviceRequest request() {
    try (SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1})) {
      MessengerSettings settings =
          new MessengerSettings(
              new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()),
              folder,
              folder,
              passphrase,
              new PasswordCost(8192, 1),
              new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO),
              Clock.systemUTC());
      return Messenger.requestDevice(settings, "alice", "correct horse battery");
    }
  }

  private byte[] listWith(DeviceCert cert) {
    return DeviceList.first(
            e1,
            e1.sodium().signingKeyPair(),
            StoredProfile.USER,
            1,
            List.of(DeviceEntry.of(e1, cert)))
        .encode();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    String answer =
        switch (path) {
          case "/v1/login" -> TICKET;
          case "/v1/nonces" -> NONCE;
          default -> CONFLICT;
        };
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.equals(CONFLICT) ? 409 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
