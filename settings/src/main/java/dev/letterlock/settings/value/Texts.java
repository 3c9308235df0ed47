package dev.letterlock.settings.value;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Value types that are words: choices, paths, addresses, URLs, and lists of any other type. */
public final class Texts {
  private Texts() {}

  /** One of an enum's constants, written in lower case. */
  public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    String expected =
        Arrays.stream(type.getEnumConstants()).map(Texts::lower).collect(Collectors.joining(", "));
    return new ValueType<>(
        "one of " + expected,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> lower(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("not one of the choices")));
  }

  public static ValueType<Boolean> flag() {
    return new ValueType<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new InvalidValueException("neither true nor false");
            });
  }

  public static ValueType<Path> path(String noun) {
    return new ValueType<>(
        noun,
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new InvalidValueException("not a path");
          }
        });
  }

  /** A file that exists and can be read now. */
  public static ValueType<Path> file(String noun) {
    return new ValueType<>(
        noun,
        text -> {
          Path path = path(noun).parser().parse(text);
          if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new InvalidValueException("not a file that can be read");
          }
          return path;
        });
  }

  /** A literal IPv4 or IPv6 address, or {@code localhost}; no name is ever looked up. */
  public static ValueType<InetAddress> address() {
    return new ValueType<>(
        "an IP address or localhost",
        text -> literal("localhost".equals(text) ? "127.0.0.1" : text));
  }

  public static ValueType<URI> webUrl() {
    return new ValueType<>("an http or https URL", Texts::parseWebUrl);
  }

  /** A browser origin, scheme://host[:port], or {@code *} for any. */
  public static ValueType<String> origin() {
    return new ValueType<>(
        "scheme://host[:port] or *", text -> "*".equals(text) ? text : parseOrigin(text));
  }

  /** Values of {@code item} between commas; an empty item is a fault. */
  public static <T> ValueType<List<T>> list(ValueType<T> item) {
    return new ValueType<>(
        "a comma-separated list, each " + item.expected(),
        text -> {
          List<T> values = new ArrayList<>();
          for (String part : text.split(",", -1)) {
            values.add(item.parser().parse(part.strip()));
          }
          return List.copyOf(values);
        });
  }

  /** A literal IPv4 or IPv6 address; no name is ever looked up. */
  public static InetAddress literal(String text) throws InvalidValueException {
    // Only characters of a literal, so that a host name cannot start a lookup.
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw new InvalidValueException("not an IP address");
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("not an IP address");
    }
  }

  private static URI parseWebUrl(String text) throws InvalidValueException {
    URI uri = uri(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw new InvalidValueException("not an http or https URL with a host");
    }
    return uri;
  }

  private static String parseOrigin(String text) throws InvalidValueException {
    URI uri = parseWebUrl(text);
    if (!isEmpty(uri.getRawPath()) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidValueException("an origin has no path, query or fragment");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static URI uri(String text) throws InvalidValueException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("not a URL");
    }
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
