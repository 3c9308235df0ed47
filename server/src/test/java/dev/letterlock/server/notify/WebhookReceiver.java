package dev.letterlock.server.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.settings.value.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of wake-ups on loopback that checks every signature, and can misbehave. */
public final class WebhookReceiver implements AutoCloseable {
  public static final Secret SECRET = new Secret("a-secret-of-the-tests-with-40-characters");

  /** What it does with a request after it has read it. */
  public enum Manner {
    TAKE,
    FAIL,
    HANG,
    TRICKLE,
    CLOSE,
    REDIRECT
  }

  /** A request whose signature was right. */
  public record Received(String path, JsonNode body, long timestamp, String id) {}

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Queue<String> forged = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private volatile Manner manner = Manner.TAKE;
  private volatile Runnable beforeAnswer = () -> {};

  public WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/wake");
  }

  public void behave(Manner newManner) {
    manner = newManner;
  }

  /** Done after each request that was read; how it is answered was settled before. */
  public void beforeAnswer(Runnable work) {
    beforeAnswer = work;
  }

  /** All requests read, in their order, whatever was answered. */
  public Queue<Received> received() {
    return received;
  }

  /** Requests whose signature was wrong. */
  public Queue<String> forged() {
    return forged;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Manner how = manner;
    String timestamp = exchange.getRequestHeaders().getFirst("Letterlock-Timestamp");
    String signature = exchange.getRequestHeaders().getFirst("Letterlock-Signature");
    if (signature.equals("v1=" + mac(timestamp, body))) {
      JsonNode read = json.readTree(body);
      String path = exchange.getRequestURI().getPath();
      received.add(new Received(path, read, Long.parseLong(timestamp), read.get("id").asText()));
    } else {
      forged.add(new String(body, StandardCharsets.UTF_8));
    }
    beforeAnswer.run();
    answer(exchange, how);
  }

  private void answer(HttpExchange exchange, Manner how) throws IOException {
    switch (how) {
      case TAKE -> exchange.sendResponseHeaders(204, -1);
      case FAIL -> exchange.sendResponseHeaders(500, -1);
      case HANG -> hang();
      case TRICKLE -> {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write('o');
        exchange.getResponseBody().flush();
        hang();
      }
      case CLOSE -> exchange.getRequestBody().close();
      case REDIRECT -> {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(307, -1);
      }
    }
    exchange.close();
  }

  private void hang() {
    try {
      closing.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static String mac(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(SECRET.expose().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
