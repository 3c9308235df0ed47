package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.MessengerException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What can be typed behind a slash, or behind another command, with its help. One thread. */
final class Commands {

  /** For usage and meaning side by side. */
  private static final int LEAST_WIDTH = 90;

  /** Letters that may be wrong in a name that is meant. */
  private static final int SLIPS = 2;

  private final String before;
  private final String help;
  private final Map<String, Command> commands = new LinkedHashMap<>();

  private record Command(Explained explained, Consumer<String> action) {}

  /**
   * Without any command yet.
   *
   * @param before stands before every one, such as {@code /group} and a blank
   * @param help what shows all of them
   */
  Commands(String before, String help) {
    this.before = before;
    this.help = help;
  }

  /**
   * Adds a command.
   *
   * @param action is given what stands behind the name
   */
  Commands with(Explained explained, Consumer<String> action) {
    commands.put(explained.name(), new Command(explained, action));
    return this;
  }

  /** Runs a line. */
  void run(String line) {
    String[] words = line.strip().split("\\s+", 2);
    Command command = commands.get(words[0]);
    if (command == null) {
      throw unknown(words[0]);
    }
    command.action().accept(words.length > 1 ? words[1] : "");
  }

  Set<String> names() {
    return commands.keySet();
  }

  boolean has(String name) {
    return commands.containsKey(name);
  }

  /**
   * A line for each, in the order in which they were added.
   *
   * @param width columns; in few of them the meaning goes below
   */
  String overview(int width) {
    String form = width > 0 && width < LEAST_WIDTH ? "  %s\n      %s" : "  %-28s %s";
    return commands.values().stream()
        .map(Command::explained)
        .map(command -> form.formatted(before + command.usage(), command.meaning()))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }

  /**
   * All about one.
   *
   * @throws MessengerException if there is none of that name
   */
  String explain(String name) {
    Command command = commands.get(name);
    if (command == null) {
      throw unknown(name);
    }
    Explained explained = command.explained();
    return "%s\n  %s\n  For example: %s"
        .formatted(before + explained.usage(), explained.more(), explained.example());
  }

  private MessengerException unknown(String typed) {
    String meant = nearest(typed).map(name -> " Is " + before + name + " meant?").orElse("");
    return new MessengerException(
        "There is no " + before + typed + "." + meant + " " + help + " shows what there is.");
  }

  /** A name that begins so, or the one that differs least, if that is little. */
  private Optional<String> nearest(String typed) {
    Optional<String> longer =
        commands.keySet().stream()
            .filter(name -> typed.length() > 1 && name.startsWith(typed))
            .findFirst();
    return longer.or(() ->
        commands.keySet().stream()
            .filter(name -> Slips.between(typed, name) <= SLIPS)
            .min(Comparator.comparingInt(name -> Slips.between(typed, name))));
  }
}
