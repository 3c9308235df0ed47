package dev.letterlock.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The account routes for one user, checking signatures as a server does. */
final class FakeAccounts implements AutoCloseable {

  static final UUID USER = UUID.fromString("0190a000-0000-7000-8000-000000000001");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final E1 e1;
  private final HttpServer server;
  private byte @Nullable [] nonce;
  private @Nullable DeviceCert certificate;
  private int refreshes;
  private int oneTime;
  private int devices;
  @Nullable DeviceList list;

  FakeAccounts(E1 e1) throws IOException {
    this.e1 = e1;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  ServerUrl url() {
    return new ServerUrl(false, "127.0.0.1", server.getAddress().getPort());
  }

  int oneTimeKeys() {
    return oneTime;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    ObjectNode answer = JSON.createObjectNode();
    int status = 200;
    try {
      answer(exchange, json, body, answer);
    } catch (RuntimeException e) {
      status = 403;
      answer.put("code", "bad_signature").put("detail", "because: " + e.getMessage());
    }
    byte[] out = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, out.length);
    exchange.getResponseBody().write(out);
    exchange.close();
  }

  private void answer(HttpExchange exchange, JsonNode json, byte[] body, ObjectNode answer)
      throws IOException {
    switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
      case "POST /v1/register", "POST /v1/login" ->
          answer
              .put("user_id", USER.toString())
              .put("device_id", ++devices)
              .put("enrolment_token", "enrol-" + devices);
      case "POST /v1/nonces" -> {
        byte[] fresh = e1.sodium().randomBytes(RequestSignature.NONCE_SIZE);
        nonce = fresh;
        answer.put("nonce", Base64Url.encode(fresh));
      }
      case "POST /v1/devices" -> {
        bearer(exchange, "enrol-" + devices);
        enrol(exchange, json, body);
        tokens(answer, 900).put("list_version", "1");
      }
      case "PUT /v1/prekeys" -> {
        DeviceCert owner = requireNonNull(certificate);
        signed(exchange, owner, body);
        SignedPreKey.parse(bytes(json, "signed")).verify(e1, owner);
        oneTime += json.get("one_time").size();
      }
      case "POST /v1/refresh" -> {
        require(json.get("refresh_token").asText().equals("refresh-" + refreshes));
        refreshes++;
        tokens(answer, 900);
      }
      default -> answer.put("list", Base64Url.encode(requireNonNull(list).encode()));
    }
  }

  private void enrol(HttpExchange exchange, JsonNode json, byte[] body) {
    DeviceCert fresh = DeviceCert.parse(bytes(json, "certificate"));
    fresh.verify(e1);
    signed(exchange, fresh, body);
    DeviceList next = DeviceList.parse(bytes(json, "list"));
    next.verify(e1);
    if (list == null) {
      next.requireFirst();
    } else {
      next.requireFollows(e1, list);
    }
    list = next;
    certificate = fresh;
  }

  private void signed(HttpExchange exchange, DeviceCert signer, byte[] body) {
    String header = exchange.getRequestHeaders().getFirst("Letterlock-Signature");
    String[] parts = header.split(", ", 2);
    byte[] named = Base64Url.decode(parts[0].substring("nonce=".length()));
    require(Arrays.equals(named, nonce));
    nonce = null;
    byte[] signature = Base64Url.decode(parts[1].substring("sig=".length()));
    new RequestSignature(e1)
        .verify(
            signer.signingKey(),
            Signature.of(signature),
            named,
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            body);
  }

  private ObjectNode tokens(ObjectNode answer, int seconds) {
    return answer
        .put("access_token", "access-" + refreshes)
        .put("refresh_token", "refresh-" + refreshes)
        .put("expires_in", seconds);
  }

  private static void bearer(HttpExchange exchange, String token) {
    require(("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization")));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("wrong");
    }
  }

  private static byte[] bytes(JsonNode json, String field) {
    return Base64Url.decode(json.get(field).asText());
  }

  private static <T> T requireNonNull(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("nobody enrolled");
    }
    return value;
  }
}
