package dev.letterlock.client.chat;

/** Colours for a terminal that shows them, or none. */
enum Style {
  PLAIN,
  COLOURED;

  private static final int[] NAMES = {32, 33, 34, 35, 36, 92, 94, 95, 96};
  private static final char ESCAPE = 27;

  /** As the environment asks for: see no-color.org. */
  static Style of(boolean terminal) {
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return terminal && !dumb && System.getenv("NO_COLOR") == null ? COLOURED : PLAIN;
  }

  String bold(String text) {
    return in("1", text);
  }

  /** What matters less. */
  String faint(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("36", text);
  }

  String warning(String text) {
    return in("33", text);
  }

  String alarm(String text) {
    return in("1;31", text);
  }

  /** A name, in a colour of its own. */
  String name(String name) {
    return in("1;" + NAMES[Math.floorMod(name.hashCode(), NAMES.length)], name);
  }

  private String in(String code, String text) {
    return this == PLAIN ? text : ESCAPE + "[" + code + "m" + text + ESCAPE + "[0m";
  }
}
