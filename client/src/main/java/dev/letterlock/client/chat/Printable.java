package dev.letterlock.client.chat;

/**
 * Makes text of others safe to print: what would move the cursor, colour the screen or turn the
 * direction of writing is shown as a replacement character, and further lines are indented, so that
 * no message can look like another one or like the program itself.
 */
final class Printable {

  private static final String INDENT = "\n      ";
  private static final int REPLACEMENT = 0xfffd;

  private Printable() {}

  static String of(String text) {
    StringBuilder safe = new StringBuilder();
    text.lines()
        .forEach(line -> {
          safe.append(safe.isEmpty() ? "" : INDENT);
          line.codePoints().map(Printable::visible).forEach(safe::appendCodePoint);
        });
    return safe.toString();
  }

  private static int visible(int codePoint) {
    boolean control = Character.isISOControl(codePoint) && codePoint != '\t';
    boolean direction =
        (codePoint >= 0x202a && codePoint <= 0x202e)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    boolean separator = codePoint == 0x2028 || codePoint == 0x2029;
    return control || direction || separator ? REPLACEMENT : codePoint;
  }
}
