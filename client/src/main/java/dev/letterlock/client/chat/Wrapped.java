package dev.letterlock.client.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Breaks lines between words where a terminal would break them in the midst of one. A word that is
 * longer than a line stays whole, and behind what stands before it, as both may be meant to be
 * copied.
 */
final class Wrapped {

  private static final int LEAST_WIDTH = 20;
  private static final Pattern INDENT = Pattern.compile(" *");

  /** What colours, and takes no room. */
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private Wrapped() {}

  /**
   * The same with more line breaks.
   *
   * @param width columns; a terminal that does not know says 0, and nothing is broken
   */
  static String of(String lines, int width) {
    return width < LEAST_WIDTH
        ? lines
        : lines
            .lines()
            .flatMap(line -> broken(line, width).stream())
            .collect(Collectors.joining("\n"));
  }

  private static List<String> broken(String line, int width) {
    if (columns(line) < width) {
      return List.of(line);
    }
    Matcher indent = INDENT.matcher(line);
    String before = indent.lookingAt() ? indent.group() : "";
    List<String> done = new ArrayList<>();
    StringBuilder now = new StringBuilder(before);
    for (String word : line.strip().split(" +", -1)) {
      boolean first = now.length() == before.length();
      int size = columns(word);
      if (!first && size < width && columns(now.toString()) + 1 + size >= width) {
        done.add(now.toString());
        now.setLength(0);
        now.append(before);
        first = true;
      }
      now.append(first ? "" : " ").append(word);
    }
    done.add(now.toString());
    return done;
  }

  private static int columns(String text) {
    String plain = COLOUR.matcher(text).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }
}
