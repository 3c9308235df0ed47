package dev.letterlock.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a body a request asks for: RFC 9110 §14, one range of bytes. */
public sealed interface ByteRange {

  /** All of it: nothing else was asked for, or nothing that this server knows. */
  record All() implements ByteRange {}

  /**
   * A part.
   *
   * @param first from 0
   * @param last included, less than the size of the body
   */
  record Part(long first, long last) implements ByteRange {
    public long length() {
      return last - first + 1;
    }
  }

  /** A part that lies beyond the end. */
  record Beyond() implements ByteRange {}

  /** Up to 18 digits: any longer number lies beyond everything. */
  Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads the field {@code Range}. Several ranges at once, other units and nonsense are answered
   * with the whole, as RFC 9110 allows.
   *
   * @param size of the body, in bytes
   */
  static ByteRange of(@Nullable String field, long size) {
    Matcher range = ONE.matcher(field == null ? "" : field.strip());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new All();
    }
    if (range.group(1).isEmpty()) {
      return last(Long.parseLong(range.group(2)), size);
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
    if (last < first) {
      return new All();
    }
    return first < size ? new Part(first, Math.min(last, size - 1)) : new Beyond();
  }

  private static ByteRange last(long length, long size) {
    return length == 0 || size == 0 ? new Beyond() : new Part(Math.max(0, size - length), size - 1);
  }
}
