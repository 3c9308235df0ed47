package dev.letterlock.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One method of one path, whose segments in braces stand for any text. */
public record Route(String method, List<String> segments, BodyPolicy body, Endpoint endpoint) {

  static Route of(String method, String template, BodyPolicy body, Endpoint endpoint) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("template: " + template + " (expected: begins with /)");
    }
    return new Route(method, List.of(template.substring(1).split("/", -1)), body, endpoint);
  }

  /** The named segments if the path is one of this route's. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (isParameter(segment) && !path.get(i).isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }
}
