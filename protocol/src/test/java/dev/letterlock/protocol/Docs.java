package dev.letterlock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Parts of the docs folder that come from the code. A test compares them; with {@code
 * -Dletterlock.docs.write=true} it writes them first.
 */
public final class Docs {
  private static final boolean WRITE = Boolean.getBoolean("letterlock.docs.write");

  private Docs() {}

  /** A file in the docs folder of the project. */
  public static Path file(String name) {
    return Path.of(System.getProperty("basedir", "."), "..", "docs", name).normalize();
  }

  /** Compares a whole file with the text that the code makes. */
  public static void assertUpToDate(Path file, String expected) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).as("%s, from the code", file).isEqualTo(expected);
  }

  /** Compares what stands between the two marker comments with the text that the code makes. */
  public static void assertUpToDate(Path file, String marker, String expected) throws IOException {
    String begin = "<!-- " + marker + ":begin -->\n";
    String end = "<!-- " + marker + ":end -->";
    String page = Files.readString(file);
    assertThat(page).contains(begin, end);
    String before = page.substring(0, page.indexOf(begin) + begin.length());
    String after = page.substring(page.indexOf(end));
    assertUpToDate(file, before + expected + after);
  }
}
