package dev.letterlock.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A table between two marks in a document. */
final class MarkedTable {

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final int HEAD_ROWS = 2;

  private MarkedTable() {}

  /** The rows below the head of the table between {@code name:begin} and {@code name:end}. */
  static List<String> rows(Path document, String name) throws IOException {
    String page = Files.readString(document);
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->";
    return page.substring(page.indexOf(begin) + begin.length(), page.indexOf(end))
        .lines()
        .skip(HEAD_ROWS)
        .toList();
  }

  /** What stands in a cell, the first of a row being 1. */
  static String cell(String row, int column) {
    return row.split("\\|", -1)[column].strip();
  }

  /** What a cell quotes as code. */
  static List<String> quoted(String row, int column) {
    return QUOTED
        .matcher(cell(row, column))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
