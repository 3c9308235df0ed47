package dev.letterlock.settings.value;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Value types that are a quantity within bounds: whole numbers, durations such as 15m, sizes such
 * as 64k.
 */
public final class Numbers {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private Numbers() {}

  public static ValueType<Integer> port() {
    return whole("a port", 0, 65_535);
  }

  public static ValueType<Integer> whole(String noun, int min, int max) {
    String expected = noun + " from " + min + " to " + max;
    return new ValueType<>(expected, text -> (int) inRange(wholeNumber(text), min, max, "" + max));
  }

  /** A duration in ms, s, m, h or d; {@code min} and {@code max} are written the same way. */
  public static ValueType<Duration> duration(String min, String max) {
    Duration low = constant(min);
    Duration high = constant(max);
    return new ValueType<>(
        "a duration from " + min + " to " + max,
        text -> {
          Duration value = parseDuration(text);
          inRange(value.toMillis(), low.toMillis(), high.toMillis(), max);
          return value;
        });
  }

  /** A number of bytes with an optional k, m or g (powers of 1024), at most 2 GiB − 1. */
  public static ValueType<Integer> size(String min, String max) {
    return new ValueType<>(
        "a size from " + min + " to " + max,
        text -> (int) inRange(parseSize(text), parseSize(min), parseSize(max), max));
  }

  /** As {@link #size}, also beyond 2 GiB. */
  public static ValueType<Long> bytes(String min, String max) {
    return new ValueType<>(
        "a size from " + min + " to " + max,
        text -> inRange(parseSize(text), parseSize(min), parseSize(max), max));
  }

  private static Duration constant(String text) {
    try {
      return parseDuration(text);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException("duration: " + text, e);
    }
  }

  private static Duration parseDuration(String text) throws InvalidValueException {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("not a number followed by ms, s, m, h or d");
    }
    return Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
  }

  private static long parseSize(String text) throws InvalidValueException {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException("not a number of bytes, optionally followed by k, m or g");
    }
    int shift = 10 * ("kmg".indexOf(matcher.group(2)) + 1);
    return Long.parseLong(matcher.group(1)) << (matcher.group(2).isEmpty() ? 0 : shift);
  }

  private static long wholeNumber(String text) throws InvalidValueException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("not a whole number");
    }
  }

  private static long inRange(long value, long min, long max, String shownMax)
      throws InvalidValueException {
    if (value < min) {
      throw new InvalidValueException("too small");
    }
    if (value > max) {
      throw new InvalidValueException("more than " + shownMax);
    }
    return value;
  }
}
