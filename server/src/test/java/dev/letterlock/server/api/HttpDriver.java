package dev.letterlock.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests to one port and reads the answers. */
final class HttpDriver implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final int port;

  HttpDriver(InetSocketAddress address) {
    this.port = address.getPort();
    this.base = "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** An answer; its body is a null node if there was none. */
  record Answer(int status, HttpResponse<byte[]> raw) {
    JsonNode json() {
      try {
        return JSON.readTree(raw.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text(String field) {
      return json().path(field).asText();
    }

    String body() {
      return new String(raw.body(), UTF_8);
    }

    /** The status and the problem's code, such as {@code 409 name_taken}. */
    String problem() {
      return status + " " + text("code");
    }

    List<JsonNode> lines() {
      return Arrays.stream(body().split("\n", -1))
          .filter(line -> !line.isEmpty())
          .map(HttpDriver::parse)
          .toList();
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer get(String path, Map<String, String> headers) {
    return send("GET", path, headers, null);
  }

  Answer post(String path, Map<String, String> headers, Object body) {
    return send("POST", path, headers, body);
  }

  /**
   * Sends any request.
   *
   * @param body null: none; a String or bytes: as they are; else written as JSON
   */
  Answer send(String method, String path, Map<String, String> headers, @Nullable Object body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    request.method(
        method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes(body)));
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(Object body) {
    try {
      return switch (body) {
        case byte[] raw -> raw;
        case String text -> text.getBytes(UTF_8);
        default -> JSON.writeValueAsBytes(body);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
