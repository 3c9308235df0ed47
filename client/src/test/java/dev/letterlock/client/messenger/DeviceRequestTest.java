package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  private static final String TOKENS =
      "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":900}";
  private static final String CONFLICT = "{\"code\":\"list_conflict\",\"detail\":\"-\"}";

  @TempDir Path folder;
  private final E1 e1 = new E1(Sodium.load());
  private final SettableClock clock = SettableClock.standingNow();
  private volatile boolean unreachable;
  private volatile boolean taken;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
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

  /** A second log-in would make another device: the server is not asked for one. */
  @Test
  void goesOnUnderTheSameCodeAfterItWasCutOff() {
    byte[] first;
    try (DeviceRequest cutOff = request()) {
      first = cutOff.certificate();
    }
    assertThatExceptionOfType(MessengerException.class)
        .isThrownBy(() -> Messenger.open(settings(), new MessengerListener() {}))
        .matches(e -> e.reason() == Reason.AWAITING_ADMISSION);

    try (DeviceRequest again =
        Messenger.requestDevice(settings(), "alice", DeviceRequestTest::neverAsked)) {
      assertThat(again.certificate()).isEqualTo(first);
    }
    clock.pass(Duration.ofMinutes(11));
    try (DeviceRequest late = request()) {
      assertThat(late.certificate()).as("nobody takes the old one any more").isNotEqualTo(first);
    }
  }

  @Test
  void finishesWhatWasCutOffBehindTheAnswer() {
    unreachable = true;
    try (DeviceRequest cutOff = request()) {
      byte[] list = listWith(DeviceCert.parse(cutOff.certificate()));
      assertThatThrownBy(() -> cutOff.complete(list)).isInstanceOf(MessengerException.class);
    }
    unreachable = false;
    taken = true;

    try (DeviceRequest again =
        Messenger.requestDevice(settings(), "alice", DeviceRequestTest::neverAsked)) {
      assertThat(again.isAdmitted()).isTrue();
    }
    Messenger.open(settings(), new MessengerListener() {}).close();
  }

  private static String neverAsked() {
    throw new AssertionError("password: asked for (expected: not)");
  }

  private DeviceRequest request() {
    return Messenger.requestDevice(settings(), "alice", "correct horse battery");
  }

  private MessengerSettings settings() {
    return new MessengerSettings(
        new ServerUrl(false, "127.0.0.1", server.getAddress().getPort()),
        folder,
        folder,
        SecretBytes.copyOf(new byte[] {1}),
        new PasswordCost(8192, 1),
        new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        clock);
  }

  private byte[] listWith(DeviceCert cert) {
    return DeviceList.first(
            e1,
            e1.sodium().signingKeyPair(),
            StoredProfile.USER,
            clock.millis(),
            List.of(DeviceEntry.of(e1, cert)))
        .encode();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    String answer =
        switch (path) {
          case "/v1/login" -> TICKET;
          case "/v1/nonces" -> NONCE;
          case "/v1/devices" -> taken ? TOKENS : CONFLICT;
          case "/v1/prekeys" -> "{}";
          default -> CONFLICT;
        };
    if (unreachable && path.equals("/v1/devices")) {
      exchange.close();
      return;
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.equals(CONFLICT) ? 409 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
