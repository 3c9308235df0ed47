package dev.letterlock.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.letterlock.server.config.Keys;
import dev.letterlock.settings.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that an operator takes. */
public final class Deployed {
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:letterlock|process|jvm)_[a-z_]+[a-z]\\b");

  private Deployed() {}

  public static JsonNode yaml(String file) throws IOException {
    // YAML's merge keys are resolved by no mapper; docker compose does it.
    return YAML.readTree(ROOT.resolve(file).toFile());
  }

  public static List<JsonNode> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("deploy/grafana/dashboards"))) {
      return files.map(Deployed::json).toList();
    }
  }

  public static List<JsonNode> alerts() throws IOException {
    return yaml("deploy/prometheus/alerts.yml").findValue("rules").valueStream().toList();
  }

  /** Every metric that an alert or a dashboard asks for. */
  public static Set<String> metrics() throws IOException {
    return Stream.concat(
            alerts().stream(), dashboards().stream().flatMap(d -> d.findParents("expr").stream()))
        .map(asking -> asking.path("expr").asText())
        .flatMap(expression -> METRIC.matcher(expression).results().map(MatchResult::group))
        .collect(Collectors.toSet());
  }

  /** Every name that may stand in the environment of a server. */
  public static Set<String> settings() {
    return Keys.ALL.stream()
        .flatMap((Key<?> key) ->
            key.secret() ? Stream.of(key.name(), key.fileName()) : Stream.of(key.name()))
        .collect(Collectors.toSet());
  }

  public static List<String> lines(String file) throws IOException {
    return Files.readAllLines(ROOT.resolve(file));
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(file + ": no JSON", e);
    }
  }
}
