package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.SharedKeys;
import dev.letterlock.settings.Sources;
import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Speaks to the management port of the running server, always on loopback, with the admin token
 * (docs/OPERATIONS.md). It never opens the server's files but for the kept token. Every failure is
 * a {@link CommandFailure} in plain words.
 */
final class AdminClient implements AutoCloseable {
  /** Which server, and with which token. */
  static final List<Key<?>> KEYS =
      List.of(SharedKeys.MANAGEMENT_PORT, SharedKeys.DATA_DIR, SharedKeys.ADMIN_TOKEN);

  /** What they mean to who asks a server, and not to the server itself. */
  static final Map<Key<?>, String> MEANINGS =
      Map.of(
          SharedKeys.MANAGEMENT_PORT,
          "The running server's management port, on loopback of this machine.",
          SharedKeys.DATA_DIR,
          "The running server's directory, where its admin token is kept.",
          SharedKeys.ADMIN_TOKEN,
          "Holds the running server's admin token.");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String base;
  private final Secret token;

  private AdminClient(String base, Secret token) {
    this.base = base;
    this.token = token;
  }

  /**
   * The server and the token that the keys name; the token last from {@code DATA_DIR/admin-token}.
   */
  static AdminClient of(Sources sources) {
    Settings settings = Settings.resolve(KEYS, sources).orThrow();
    if (settings.get(SharedKeys.MANAGEMENT_PORT) == 0) {
      throw new CommandFailure(
          ExitCode.CONFIGURATION,
          "MANAGEMENT_PORT is 0, so that the server has taken a free port: name the one that it"
              + " printed with --management-port.");
    }
    Secret token = settings.find(SharedKeys.ADMIN_TOKEN);
    return new AdminClient(
        "http://127.0.0.1:" + settings.get(SharedKeys.MANAGEMENT_PORT),
        token != null ? token : kept(settings.get(SharedKeys.DATA_DIR)));
  }

  JsonNode get(String path) {
    return json(send(request(path).GET().timeout(ANSWER_TIMEOUT).build()));
  }

  /** Posts a JSON object; an answer without content is an empty object. */
  JsonNode post(String path, JsonNode body) {
    HttpRequest request =
        request(path)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(Json.write(body)))
            .timeout(ANSWER_TIMEOUT)
            .build();
    return json(send(request));
  }

  /** Posts a JSON object and hands out the lines of the answer as they arrive; close the stream. */
  Stream<String> postForLines(String path, JsonNode body) {
    HttpRequest request =
        request(path)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(Json.write(body)))
            .build();
    return send(request).body();
  }

  /** Posts lines and hands out the lines of the answer as they arrive; close the stream. */
  Stream<String> postLines(String path, BodyPublisher lines) {
    return send(request(path).header("Content-Type", NDJSON).POST(lines).build()).body();
  }

  /** A name as one part of a path or query. */
  static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token.expose());
  }

  private HttpResponse<Stream<String>> send(HttpRequest request) {
    try {
      HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
      return switch (response.statusCode()) {
        case 200, 201, 204 -> response;
        case 401, 403 ->
            throw new CommandFailure(
                ExitCode.FAILED,
                "token_refused",
                "The server at " + base + " refused the admin token.");
        default -> throw refused(response);
      };
    } catch (ConnectException e) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "No server answers at "
              + base
              + ". Start one with ./letterlock serve, or name its port with --management-port.");
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE, "The server at " + base + " did not answer in full: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted.");
    }
  }

  private CommandFailure refused(HttpResponse<Stream<String>> response) {
    String contentType = response.headers().firstValue("Content-Type").orElse("");
    if (!contentType.startsWith("application/problem+json")) {
      return new CommandFailure(
          ExitCode.UNAVAILABLE,
          "What answers at "
              + base
              + " with "
              + response.statusCode()
              + " is not a Letterlock server.");
    }
    JsonNode problem = json(response);
    String detail = problem.path("detail").asText(problem.path("title").asText());
    return new CommandFailure(
        response.statusCode() >= 500 ? ExitCode.UNAVAILABLE : ExitCode.FAILED,
        problem.path("code").asText(),
        "Refused: " + problem.path("code").asText() + (detail.isEmpty() ? "" : ": " + detail));
  }

  private static JsonNode json(HttpResponse<Stream<String>> response) {
    try (Stream<String> lines = response.body()) {
      String text = lines.collect(Collectors.joining());
      return text.isEmpty() ? Json.object() : Json.readObject(text, "The server's answer");
    }
  }

  private static Secret kept(Path dataDir) {
    Path file = dataDir.resolve(SharedKeys.KEPT_ADMIN_TOKEN);
    try {
      return SharedKeys.ADMIN_TOKEN.type().parser().parse(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          file
              + " does not exist: no server has run with this DATA_DIR. Give --data-dir or --admin-token-file.");
    } catch (IOException | InvalidValueException e) {
      throw new CommandFailure(ExitCode.FAILED, file + " cannot be used: " + e.getMessage());
    }
  }
}
