package dev.letterlock.client.chat;

import static java.util.stream.Collectors.joining;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /group} does. One thread. */
final class GroupCommands {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern TITLE_AND_NAMES =
      Pattern.compile("(?:\"(?<quoted>[^\"]*)\"|(?<word>\\S+))\\s+(?<names>\\S.*)");

  private final Messenger messenger;
  private final Screen screen;
  private final Supplier<Conversation> opened;
  private final Consumer<Supplier<Conversation>> open;
  private final Commands commands;

  /**
   * Works for one chat.
   *
   * @param opened the open conversation, or an exception
   * @param open opens another one, once it is there
   */
  GroupCommands(
      Messenger messenger,
      Screen screen,
      Supplier<Conversation> opened,
      Consumer<Supplier<Conversation>> open) {
    this.messenger = messenger;
    this.screen = screen;
    this.opened = opened;
    this.open = open;
    this.commands =
        new Commands()
            .with(
                "new TITLE NAME…",
                "make a group, and open it; \"A TITLE\" of more words in quotes",
                this::make)
            .with("add NAME…", "take people into the open group", this::add)
            .with("remove NAME…", "put people out of it", this::remove)
            .with("admin NAME", "let somebody change it too", this::promote)
            .with("name TITLE", "call it something else", this::rename)
            .with("leave", "leave it; what was said stays here", _ -> leave())
            .with("members", "who is in it", _ -> members());
  }

  void run(String line) {
    commands.run(line.isBlank() ? "members" : line);
  }

  Commands commands() {
    return commands;
  }

  private void make(String words) {
    Matcher typed = TITLE_AND_NAMES.matcher(words.strip());
    if (!typed.matches()) {
      throw new MessengerException(
          "A group needs a title and people: /group new TITLE NAME…, or /group new \"A TITLE\""
              + " NAME…");
    }
    String title = typed.group("quoted") == null ? typed.group("word") : typed.group("quoted");
    List<String> names = words(typed.group("names"));
    open.accept(() -> messenger.createGroup(title(title), names).conversation());
    members();
  }

  private void add(String names) {
    each(
        names,
        name -> {
          group().add(name);
          screen.remark(name + " reads what is said from here on.");
        });
  }

  private void remove(String names) {
    each(
        names,
        name -> {
          group().remove(name);
          screen.remark(name + " reads nothing that is said from here on.");
        });
  }

  private void promote(String name) {
    each(name, one -> group().promote(one));
  }

  private void rename(String title) {
    Group group = group();
    group.rename(title(unquoted(title)));
    open.accept(group::conversation);
  }

  private void leave() {
    group().leave();
    screen.remark("You have left the group.");
  }

  private void members() {
    Group group = group();
    screen.title(Screen.label(group.conversation()));
    List<Group.Member> members = group.members();
    for (Group.Member member : members) {
      screen.say(
          "  "
              + Printable.of(member.name())
              + (member.self() ? " (you)" : "")
              + (member.admin() ? ", admin" : "")
              + (member.stranger() ? ", with another key than the group names" : ""));
    }
    members.stream()
        .filter(Group.Member::stranger)
        .map(member -> Printable.of(member.name()))
        .forEach(this::tellStranger);
  }

  private void tellStranger(String name) {
    screen.remark(
        "Nothing is encrypted for "
            + name
            + ": compare /safety "
            + name
            + ", then an admin types /group remove "
            + name
            + " and /group add "
            + name
            + ".");
  }

  private Group group() {
    return messenger.group(opened.get());
  }

  private static void each(String names, Consumer<String> action) {
    List<String> all = words(names);
    if (all.isEmpty()) {
      throw new MessengerException("Whom? Give a name.");
    }
    String problems =
        all.stream().map(name -> problem(name, action)).distinct().collect(joining(" ")).strip();
    if (!problems.isEmpty()) {
      throw new MessengerException(problems);
    }
  }

  /** One name that does not work keeps no other back. */
  private static String problem(String name, Consumer<String> action) {
    try {
      action.accept(name);
      return "";
    } catch (MessengerException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String unquoted(String title) {
    Matcher quoted = QUOTED.matcher(title.strip());
    return quoted.matches() ? quoted.group(1) : title;
  }

  /** People may type the mark that the screen shows. */
  private static String title(String typed) {
    return typed.startsWith("#") ? typed.substring(1) : typed;
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
