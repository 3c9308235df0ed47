package dev.letterlock.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells a name that is written wrong from one that belongs to another program. */
final class LikelyNames {
  private static final String OWN_PREFIX = "LETTERLOCK_";
  private static final int SHORT = 7;

  private final List<String> names;

  LikelyNames(List<Key<?>> keys) {
    this.names =
        keys.stream()
            .flatMap(
                key -> key.secret() ? Stream.of(key.name(), key.fileName()) : Stream.of(key.name()))
            .toList();
  }

  /** A line for each, in the order of the alphabet. */
  List<String> warnings(Collection<String> given) {
    return given.stream().filter(this::isMeantForUs).sorted().map(this::warning).toList();
  }

  private boolean isMeantForUs(String given) {
    return !names.contains(given)
        && (plain(given).startsWith(OWN_PREFIX)
            || distance(plain(given), nearest(given)) <= (given.length() <= SHORT ? 1 : 2));
  }

  private String warning(String given) {
    String meant = nearest(given);
    String hint = distance(withoutPrefix(given), meant) <= 2 ? "; is " + meant + " meant?" : ".";
    return ".env: " + given + " is no key and does nothing here" + hint;
  }

  private String nearest(String given) {
    String text = withoutPrefix(given);
    return names.stream().min(Comparator.comparingInt(name -> distance(text, name))).orElseThrow();
  }

  private static String withoutPrefix(String given) {
    String text = plain(given);
    return text.startsWith(OWN_PREFIX) ? text.substring(OWN_PREFIX.length()) : text;
  }

  private static String plain(String given) {
    return given.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /** Letters to add, drop, change or swap with the next, as typing errors do (Damerau). */
  private static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, one, other, i, j);
      }
    }
    return steps[one.length()][other.length()];
  }

  private static int fewest(int[][] steps, String one, String other, int i, int j) {
    int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
  }
}
