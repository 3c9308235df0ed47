package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.http.HttpProblem;
import dev.letterlock.server.http.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/openapi.yaml to the routes and codes of the program, by the file's indentation. */
class OpenApiTest {

  private static final Pattern PATH = Pattern.compile("  (/\\S*):");
  private static final Pattern METHOD = Pattern.compile("    (get|put|post|delete):");
  private static final Pattern CODE = Pattern.compile(" {12}- ([a-z_]+)");

  @Test
  void everyRouteStandsInTheFileAndTheOtherWayRound() throws IOException {
    try (ApiServer server = new ApiServer()) {
      List<String> served =
          Stream.of(server.publicRoutes(), server.managementRoutes())
              .flatMap(table -> table.routes().stream())
              .toList();

      assertThat(documentedRoutes()).containsExactlyInAnyOrderElementsOf(served);
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

  private static List<String> documentedRoutes() throws IOException {
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
    return routes;
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(Path.of("../docs/openapi.yaml")).stream();
  }
}
