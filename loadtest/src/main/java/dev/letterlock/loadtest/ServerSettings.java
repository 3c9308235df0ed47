package dev.letterlock.loadtest;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.AdminToken;
import dev.letterlock.loadtest.provision.RunFailure;
import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is that was started in this directory with this environment. Its {@code .env}
 * counts where the environment says nothing, as it does for the server itself (docs/OPERATIONS.md).
 */
record ServerSettings(Path directory, Map<String, String> environment, Map<String, String> dotEnv) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int USUAL_PORT = 8080;
  private static final int USUAL_MANAGEMENT_PORT = 8081;

  /** What holds in the directory; lines of {@code .env} that are none are left out. */
  static ServerSettings in(Path directory, Map<String, String> environment) {
    Map<String, String> lines =
        Dotenv.configure()
            .directory(directory.toAbsolutePath().toString())
            .ignoreIfMissing()
            .ignoreIfMalformed()
            .load()
            .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
            .stream()
            .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue, (a, b) -> b));
    return new ServerSettings(directory, environment, lines);
  }

  ServerUrl url() {
    return new ServerUrl(find("TLS_CERT") != null, host(), port("PORT", USUAL_PORT));
  }

  ServerUrl managementUrl() {
    return new ServerUrl(false, LOOPBACK, port("MANAGEMENT_PORT", USUAL_MANAGEMENT_PORT));
  }

  /**
   * The operator's token: that of the environment, else that of {@code .env}, else the one that the
   * server keeps.
   *
   * @throws RunFailure if there is none
   */
  AdminToken adminToken() {
    Map<String, String> texts = says(environment) ? environment : dotEnv;
    String file = texts.get("ADMIN_TOKEN_FILE");
    String data = find("DATA_DIR");
    return AdminToken.find(
        file == null || file.isBlank() ? null : directory.resolve(file),
        texts.get("ADMIN_TOKEN"),
        directory.resolve(data == null ? "data" : data));
  }

  private static boolean says(Map<String, String> texts) {
    return !texts.getOrDefault("ADMIN_TOKEN", "").isBlank()
        || !texts.getOrDefault("ADMIN_TOKEN_FILE", "").isBlank();
  }

  private String host() {
    String bind = find("BIND");
    if (bind == null || bind.equals("0.0.0.0") || bind.equals("::")) {
      return LOOPBACK;
    }
    return bind.contains(":") ? "[" + bind + "]" : bind;
  }

  private int port(String key, int usual) {
    String text = find(key);
    try {
      return text == null ? usual : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RunFailure(
          RunFailure.UNAVAILABLE, key + ": " + text + " (expected: the port of the server)");
    }
  }

  private @Nullable String find(String key) {
    String text = environment.getOrDefault(key, "");
    String found = text.isBlank() ? dotEnv.getOrDefault(key, "") : text;
    return found.isBlank() ? null : found.strip();
  }

  /** Names no value: one may be the token. */
  @Override
  public String toString() {
    return "ServerSettings[" + directory + "]";
  }
}
