package dev.letterlock.server.api;

import dev.letterlock.server.http.ProblemException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Reads the numbers and ids that stand in paths, queries and bodies. */
public final class Fields {

  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private Fields() {}

  /**
   * A u32 from its JSON number.
   *
   * @throws ProblemException {@link ApiProblem#PARAMETER_INVALID}
   */
  public static int u32(String name, long value) {
    if (value < 0 || value > MAX_U32) {
      throw invalid(name, "0 to 4294967295");
    }
    return (int) value;
  }

  /** A u32 from its decimal text; fails as {@link #u32(String, long)}. */
  public static int u32(String name, String text) {
    return parse(name, "a decimal u32", text, Integer::parseUnsignedInt);
  }

  /** A u64 from its decimal text; fails as {@link #u32(String, long)}. */
  public static OptionalLong u64(String name, String text) {
    return OptionalLong.of(parse(name, "a decimal u64", text, Long::parseUnsignedLong));
  }

  /** An id from the canonical form of a UUID; fails as {@link #u32(String, long)}. */
  public static UUID uuid(String name, String text) {
    UUID id = parse(name, "a UUID", text, UUID::fromString);
    if (!id.toString().equalsIgnoreCase(text)) {
      throw invalid(name, "a UUID");
    }
    return id;
  }

  private static <T> T parse(
      String name, String expected, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, expected);
    }
  }

  private static ProblemException invalid(String name, String expected) {
    return new ProblemException(
        ApiProblem.PARAMETER_INVALID
            .problem()
            .because(name + ": no value of it (expected: " + expected + ")"));
  }
}
