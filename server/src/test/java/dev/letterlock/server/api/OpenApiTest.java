package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.letterlock.server.http.HttpProblem;
import dev.letterlock.server.http.ProblemType;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/openapi.yaml to the routes and codes of the program, by the file's indentation. */
class OpenApiTest {

  private static final Pattern PATH = Pattern.compile("  (/\\S*):");
  private static final Pattern METHOD = Pattern.compile("    (get|put|post|patch|delete):");
  private static final Pattern CODE = Pattern.compile(" {12}- ([a-z_]+)");

  private static final Path CLASSES = Path.of("target/classes");
  private static final Set<String> LINES =
      Set.of("ImportEndpoint", "ImportProgress", "TokenEndpoint", "BackupEndpoint");
  private static final Set<String> PROBLEM =
      new TreeSet<>(List.of("type", "title", "status", "code", "detail", "max_bytes"));
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

  @Test
  void everyRouteStandsInTheFileUnderItsPortAndTheOtherWayRound() throws IOException {
    try (ApiServer server = new ApiServer()) {
      assertThat(documentedRoutes().filter(OpenApiTest::isPublic))
          .containsExactlyInAnyOrderElementsOf(server.publicRoutes());
      assertThat(documentedRoutes().filter(route -> !isPublic(route)))
          .containsExactlyInAnyOrderElementsOf(server.managementRoutes());
    }
  }

  @Test
  void everyCodeStandsInTheFileAndTheOtherWayRound() throws IOException {
    List<String> codes =
        Stream.<ProblemType>concat(
                Arrays.stream(ApiProblem.values()), Arrays.stream(HttpProblem.values()))
            .map(ProblemType::code)
            .toList();

    assertThat(lines().map(CODE::matcher).filter(Matcher::matches).map(m -> m.group(1)))
        .containsExactlyElementsOf(codes)
        .doesNotHaveDuplicates();
  }

  /**
   * A body is a record nested in the class of its endpoints. Each has an object in the file with
   * the same fields, and each object of the file has a record; two of the same fields count once.
   */
  @Test
  void everyBodyHasTheFieldsOfTheFile() throws IOException {
    Set<Set<String>> documented = new HashSet<>();
    objects(YAML.readTree(Path.of("../docs/openapi.yaml").toFile()), documented);

    Set<Set<String>> served = new HashSet<>();
    bodies().filter(body -> !isLine(body)).forEach(body -> served.add(fields(body)));
    served.add(PROBLEM);
    assertThat(documented).containsExactlyInAnyOrderElementsOf(served);
  }

  /** Lines of newline-delimited JSON are specified in docs/OPERATIONS.md. */
  @Test
  void everyFieldOfALineStandsInTheOperationsManual() throws IOException {
    String manual = Files.readString(Path.of("../docs/OPERATIONS.md"));
    List<Class<?>> lines = bodies().filter(OpenApiTest::isLine).toList();

    assertThat(lines).hasSize(12);
    assertThat(lines)
        .flatExtracting(OpenApiTest::fields)
        .allSatisfy(field -> assertThat(manual).containsPattern("[`\".]" + field + "[`\"]"));
  }

  /** As the list of servers in the file says. */
  private static boolean isPublic(String route) {
    return route.contains(" /v1/");
  }

  private static boolean isLine(Class<?> body) {
    return body.isMemberClass() && LINES.contains(body.getDeclaringClass().getSimpleName());
  }

  private static void objects(JsonNode node, Set<Set<String>> found) {
    if (node.path("properties").isObject()) {
      Set<String> names = new TreeSet<>();
      node.path("properties").fieldNames().forEachRemaining(names::add);
      found.add(names);
    }
    node.forEach(child -> objects(child, found));
  }

  private static Set<String> fields(Class<?> body) {
    return Arrays.stream(body.getRecordComponents())
        .map(component -> SNAKE_CASE.translate(component.getName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Class<?>> bodies() throws IOException {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/letterlock/server/api"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = CLASSES.relativize(file).toString().replace(".class", "");
        Class<?> type = named(name.replace('/', '.'));
        boolean nested = type.isRecord() && Modifier.isPrivate(type.getModifiers());
        if (nested || type == TokenJson.class) {
          found.add(type);
        }
      }
    }
    return found.stream();
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> documentedRoutes() throws IOException {
    List<String> routes = new ArrayList<>();
    String path = "";
    for (String line : lines().toList()) {
      Matcher newPath = PATH.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (newPath.matches()) {
        path = newPath.group(1);
      } else if (method.matches()) {
        routes.add(method.group(1).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return routes.stream();
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(Path.of("../docs/openapi.yaml")).stream();
  }
}
