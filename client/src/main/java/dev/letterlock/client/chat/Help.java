package dev.letterlock.client.chat;

import java.util.regex.Pattern;

/** What {@code /help} shows: everything in few words, or one command in sentences. One thread. */
final class Help {

  private static final String GROUP = "/group";
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String TICKS =
      """
        … waits here
        ✓ sent: on the server's disk
        ✓✓ delivered: on a device
        ✓✓ read; read by 2: in a group, how many have\
      """;

  private final Console console;
  private final Screen screen;
  private final Commands commands;
  private final Commands groups;

  Help(Console console, Screen screen, Commands commands, Commands groups) {
    this.console = console;
    this.screen = screen;
    this.commands = commands;
    this.groups = groups;
  }

  /**
   * Shows it.
   *
   * @param about a command with or without its slash, or nothing
   */
  void show(String about) {
    if (about.isBlank()) {
      screen.say(commands.overview(console.width()));
      screen.say(groups.overview(console.width()));
      screen.say(TICKS);
      screen.remark(
          "/help NAME says more of one of them, such as /help group new. A text that begins with /"
              + " is written with two: //shrug.");
      return;
    }
    String[] words = BLANKS.split(about.strip(), 2);
    String name = words[0].startsWith("/") ? words[0] : "/" + words[0];
    if (!name.equals(GROUP)) {
      screen.say(commands.explain(name));
    } else if (words.length > 1) {
      screen.say(groups.explain(words[1]));
    } else {
      screen.say(commands.explain(name));
      screen.say(groups.overview(console.width()));
    }
  }
}
