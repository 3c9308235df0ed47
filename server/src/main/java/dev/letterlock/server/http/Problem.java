package dev.letterlock.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that refuses (RFC 9457). Nothing in it may come from a secret or an exception's text.
 *
 * @param detail what was wrong this time
 * @param members further members of the document
 */
public record Problem(
    int status, String code, String title, @Nullable String detail, Map<String, Object> members) {

  static final String CONTENT_TYPE = "application/problem+json";

  private static final String TYPES = "https://letterlock.dev/problems/";

  public Problem {
    members = Map.copyOf(members);
  }

  /** The same with a detail. */
  public Problem because(String what) {
    return new Problem(status, code, title, what, members);
  }

  /** The same with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(status, code, title, detail, more);
  }

  /** The members of the document in their order. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", TYPES + code);
    document.put("title", title);
    document.put("status", status);
    document.put("code", code);
    if (detail != null) {
      document.put("detail", detail);
    }
    document.putAll(members);
    return document;
  }
}
