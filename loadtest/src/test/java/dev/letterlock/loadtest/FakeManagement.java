package dev.letterlock.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.client.FrameServer;
import dev.letterlock.client.api.Base64Url;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.id.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The management port beside a {@link FrameServer}. */
final class FakeManagement implements AutoCloseable {

  static final String TOKEN = "let-me-in";

  private final FrameServer frames;
  private final HttpServer server;
  private final AtomicInteger collections = new AtomicInteger();
  private final AtomicInteger scrapes = new AtomicInteger();

  FakeManagement(FrameServer frames) throws IOException {
    this.frames = frames;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  ServerUrl url() {
    return new ServerUrl(false, "127.0.0.1", server.getAddress().getPort());
  }

  int collections() {
    return collections.get();
  }

  /** How often its figures were asked for, as when the measured time begins. */
  int scrapes() {
    return scrapes.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    boolean open = path.equals("/metrics");
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String answer = open || known ? answer(path, body) : "{\"code\":\"unauthorized\"}";
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(open || known ? 200 : 401, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String answer(String path, String body) {
    return switch (path) {
      case "/admin/import" -> {
        body.lines().map(FakeManagement::json).forEach(this::enrol);
        yield "{\"imported\":1}\n{\"done\":true,\"imported\":1,\"failed\":0}\n";
      }
      case "/admin/tokens" ->
          body.lines()
              .map(FakeManagement::json)
              .map(line -> "{\"access_token\":\"" + line.get("user_id").asText() + "\"}\n")
              .collect(Collectors.joining());
      case "/admin/gc" -> {
        collections.incrementAndGet();
        yield "{}";
      }
      default -> {
        scrapes.incrementAndGet();
        yield """
        # TYPE process_cpu_seconds_total counter
        process_cpu_seconds_total %s
        process_resident_memory_bytes 1.5E8
        """
            .formatted(System.nanoTime() / 1e9);
      }
    };
  }

  private void enrol(JsonNode user) {
    for (JsonNode device : user.get("devices")) {
      byte[] oneTime =
          device.get("one_time").isEmpty()
              ? new byte[PreKeyBundle.ONE_TIME_PRE_KEY_SIZE]
              : Base64Url.decode(device.get("one_time").get(0).asText());
      byte[] certificate = Base64Url.decode(device.get("certificate").asText());
      frames.enrol(
          UserId.parse(user.get("user_id").asText()),
          new PreKeyBundle(
              device.get("device_id").asInt(),
              1,
              OpaqueBytes.wrap(certificate),
              OpaqueBytes.wrap(Base64Url.decode(device.get("signed").asText())),
              OpaqueBytes.wrap(oneTime),
              null));
    }
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }
}
