package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Base64Url;
import dev.letterlock.client.api.EnrolledDevice;
import dev.letterlock.client.api.Enrolment;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that its user removes (docs/E2EE.md §2.2): out at once, and for good. */
class RevocationIT {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;

  @Test
  void cutsTheDeviceAtOnceAndKeepsItOut() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        ApiClient api = new ApiClient(server.url(), People.E1_SUITE);
        Ed25519KeyPair account = People.E1_SUITE.sodium().signingKeyPair()) {
      Enrolment enrolment = new Enrolment(api, People.E1_SUITE, Clock.systemUTC());
      EnrolledDevice kept = enrolment.enrol(enrolment.register("alice", PASSWORD), account, null);
      EnrolledDevice lost =
          enrolment.enrol(enrolment.login("alice", PASSWORD), account, kept.list());
      try (WireClient keeping = open(server, kept);
          WireClient losing = open(server, lost)) {
        keeping.next(Welcome.class);
        losing.next(Welcome.class);

        assertThat(revoke(server, kept, lost, account)).isEqualTo(200);

        assertThat(losing.closeCode()).isEqualTo(CloseCode.DEVICE_REVOKED.code());
        keeping.send(new Ping(1));
        assertThat(keeping.next(Pong.class).opaque()).isEqualTo(1);
      }
      try (WireClient again = open(server, lost)) {
        assertThat(again.closeCode()).isEqualTo(CloseCode.DEVICE_REVOKED.code());
      }
    }
  }

  private static WireClient open(RunningServer server, EnrolledDevice device) {
    WireClient client = new WireClient(server.url());
    client.hello(number(device), device.tokens().current(), Cursor.ZERO);
    return client;
  }

  private static int revoke(
      RunningServer server, EnrolledDevice by, EnrolledDevice lost, Ed25519KeyPair account)
      throws Exception {
    DeviceList without =
        lost.list().next(People.E1_SUITE, account, Clock.systemUTC().millis(), by.list().entries());
    byte[] body =
        "{\"list\":\"%s\"}"
            .formatted(Base64Url.encode(without.encode()))
            .getBytes(StandardCharsets.UTF_8);
    String path = "/v1/devices/" + number(lost);
    String nonce =
        exchange(request(server, by, "/v1/nonces").POST(HttpRequest.BodyPublishers.noBody()))
            .body()
            .replaceFirst("(?s).*\"nonce\":\"([^\"]+)\".*", "$1");
    byte[] signature =
        new RequestSignature(People.E1_SUITE)
            .sign(account, Base64Url.decode(nonce), "DELETE", path, body)
            .toByteArray();
    return exchange(
            request(server, by, path)
                .header("Content-Type", "application/json")
                .header(
                    "Letterlock-Signature",
                    "nonce=" + nonce + ", sig=" + Base64Url.encode(signature))
                .method("DELETE", HttpRequest.BodyPublishers.ofByteArray(body)))
        .statusCode();
  }

  private static HttpRequest.Builder request(
      RunningServer server, EnrolledDevice device, String path) {
    return HttpRequest.newBuilder(server.url().resolve(path))
        .header("Authorization", "Bearer " + device.tokens().current());
  }

  private static HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int number(EnrolledDevice device) {
    return device.keys().cert().address().device();
  }
}
