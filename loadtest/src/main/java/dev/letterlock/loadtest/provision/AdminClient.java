package dev.letterlock.loadtest.provision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.ServerSample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's management port: import, tokens, figures, forced collection (docs/OPERATIONS.md).
 * Every call blocks. Safe for any thread.
 */
public final class AdminClient implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerUrl url;
  private final AdminToken token;
  private final HttpClient http;

  public AdminClient(ServerUrl url, AdminToken token) {
    this.url = url;
    this.token = token;
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(SHORT).build();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /**
   * Imports users, one JSON object a line.
   *
   * @throws RunFailure if any line is refused
   */
  void importUsers(List<String> lines) {
    JsonNode last = JSON.nullNode();
    for (JsonNode answer : post("/admin/import", lines)) {
      if (answer.has("code")) {
        throw refused("The server refuses to import a user: " + answer);
      }
      last = answer;
    }
    if (!last.path("done").asBoolean()) {
      throw refused("The import ended without a last line: " + last);
    }
  }

  /**
   * Mints an access token for each line of {@code {user_id, device_id, ttl_seconds}}, in order.
   *
   * @throws RunFailure if any is refused
   */
  List<String> tokens(List<String> lines) {
    List<String> tokens = new ArrayList<>(lines.size());
    for (JsonNode answer : post("/admin/tokens", lines)) {
      if (!answer.has("access_token")) {
        throw refused("The server refuses a token: " + answer);
      }
      tokens.add(answer.get("access_token").asText());
    }
    if (tokens.size() != lines.size()) {
      throw refused("Tokens: " + tokens.size() + " (expected: " + lines.size() + ")");
    }
    return tokens;
  }

  /** The server's own figures, or null when it cannot be asked. */
  public @Nullable ServerSample sample() {
    String metrics = metrics();
    return metrics == null ? null : ServerSample.parse(metrics);
  }

  /** The text of {@code /metrics}, or null when the server cannot be asked. */
  public @Nullable String metrics() {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/metrics")).timeout(SHORT).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Asks the server to collect its garbage; does nothing when it does not offer that. */
  public void collectGarbage() {
    var _ = send("/admin/gc", "");
  }

  private List<JsonNode> post(String path, List<String> lines) {
    HttpResponse<String> answer = send(path, String.join("\n", lines) + "\n");
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw refused(
          "The server at "
              + url
              + " refuses the admin token from "
              + token.origin()
              + ". Use the one in its DATA_DIR, with --admin-token-file.");
    }
    if (answer.statusCode() != 200) {
      throw refused("POST " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().lines().filter(line -> !line.isBlank()).map(AdminClient::parse).toList();
  }

  private HttpResponse<String> send(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(LONG)
            .header("Authorization", "Bearer " + token.value())
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RunFailure(
          RunFailure.UNAVAILABLE,
          "No server answers at "
              + url
              + ". Start one with ./letterlock serve, or name its management port with"
              + " --management-url.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailure(RunFailure.UNAVAILABLE, "Interrupted.");
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw refused("The answer of the management port is not JSON: " + line);
    }
  }

  private static RunFailure refused(String message) {
    return new RunFailure(RunFailure.REFUSED, message);
  }
}
