package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.MessengerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What can be typed behind a slash, with its line of /help. One thread. */
final class Commands {

  /** For usage and meaning side by side. */
  private static final int LEAST_WIDTH = 90;

  private final Map<String, Command> commands = new LinkedHashMap<>();

  private record Command(String usage, String meaning, Consumer<String> action) {}

  /**
   * Adds a command.
   *
   * @param usage begins with its name
   * @param action is given what stands behind the name
   */
  Commands with(String usage, String meaning, Consumer<String> action) {
    commands.put(usage.split(" ", 2)[0], new Command(usage, meaning, action));
    return this;
  }

  /** Runs a line. */
  void run(String line) {
    String[] words = line.strip().split("\\s+", 2);
    Command command = commands.get(words[0]);
    if (command == null) {
      throw new MessengerException("There is no " + words[0] + "; /help shows what there is.");
    }
    command.action().accept(words.length > 1 ? words[1] : "");
  }

  Set<String> names() {
    return commands.keySet();
  }

  /**
   * A line for each, in the order in which they were added.
   *
   * @param before stands before every one
   * @param width columns; in few of them the meaning goes below
   */
  String help(String before, int width) {
    String form = width > 0 && width < LEAST_WIDTH ? "  %s\n      %s" : "  %-28s %s";
    return commands.values().stream()
        .map(command -> form.formatted(before + command.usage(), command.meaning()))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }
}
