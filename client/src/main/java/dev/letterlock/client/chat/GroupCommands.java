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

  /** The command that these stand behind. */
  static final Explained GROUP =
      new Explained(
          "/group …",
          "groups: see below",
          "/group members",
          "Makes groups and changes the open one; alone it shows who is in it.");

  private static final Explained NEW =
      new Explained(
          "new TITLE NAME…",
          "make a group, and open it; \"A TITLE\" of more words in quotes",
          "/group new \"summer plans\" bob carol",
          "Makes a group of you and these people, whom you alone can change, and opens it. All"
              + " members see the title; one of more than one word stands in quotes.");
  private static final Explained ADD =
      new Explained(
          "add NAME…",
          "take people into the open group",
          "/group add dave",
          "Takes people into the open group. They read what is said from then on, nothing from"
              + " before. Admins alone can do it.");
  private static final Explained REMOVE =
      new Explained(
          "remove NAME…",
          "put people out of it",
          "/group remove dave",
          "Puts people out of the open group. They read nothing that is said from then on, and keep"
              + " what they have read. Admins alone can do it.");
  private static final Explained ADMIN =
      new Explained(
          "admin NAME",
          "let somebody change it too",
          "/group admin bob",
          "Lets a member change the open group as you can: title, members and admins. Admins alone"
              + " can do it.");
  private static final Explained NAME =
      new Explained(
          "name TITLE",
          "call it something else",
          "/group name autumn plans",
          "Gives the open group another title, for all members. Needs no quotes. Admins alone can"
              + " do it.");
  private static final Explained LEAVE =
      new Explained(
          "leave",
          "leave it; what was said stays here",
          "/group leave",
          "Takes you out of the open group: nothing more of it comes. What was said stays here."
              + " Only an admin can take you back in.");
  private static final Explained MEMBERS =
      new Explained(
          "members",
          "who is in it",
          "/group members",
          "Shows who is in the open group, and who may change it.");

  private static final String QUOTES =
      "A title of more words stands in quotes: /group new \"summer plans\" bob.";
  private static final Pattern OTHER_QUOTES = Pattern.compile("[“”„«»]");
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
        new Commands("/group ", "/help group")
            .with(NEW, this::make)
            .with(ADD, this::add)
            .with(REMOVE, this::remove)
            .with(ADMIN, this::promote)
            .with(NAME, this::rename)
            .with(LEAVE, _ -> leave())
            .with(MEMBERS, _ -> members());
  }

  void run(String line) {
    commands.run(line.isBlank() ? "members" : line);
  }

  Commands commands() {
    return commands;
  }

  private void make(String words) {
    Matcher typed = TITLE_AND_NAMES.matcher(plainQuotes(words));
    if (!typed.matches()) {
      throw new MessengerException("A group needs a title and people. " + QUOTES);
    }
    List<String> names = words(typed.group("names"));
    String quoted = typed.group("quoted");
    if (quoted == null) {
      makeOfWords(typed.group("word"), names);
    } else {
      make(quoted, names);
    }
  }

  /** Where more than one name follows, the first may have been meant for the title. */
  private void makeOfWords(String title, List<String> names) {
    if (title.startsWith("\"") || names.stream().anyMatch(name -> name.contains("\""))) {
      throw new MessengerException("There is a quote too many or too few. " + QUOTES);
    }
    try {
      make(title, names);
    } catch (MessengerException e) {
      throw names.size() > 1 ? e.and(QUOTES) : e;
    }
  }

  private void make(String title, List<String> names) {
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
    if (title.isBlank()) {
      throw new MessengerException("It needs a title, as in /group name autumn plans.");
    }
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
    Conversation conversation = opened.get();
    if (!conversation.isGroup()) {
      throw new MessengerException(
          "That is a conversation of two, not a group. /to #TITLE opens a group, /group new TITLE "
              + conversation.title()
              + " makes one.");
    }
    return messenger.group(conversation);
  }

  private static void each(String names, Consumer<String> action) {
    List<String> all = words(names);
    if (all.isEmpty()) {
      throw new MessengerException("Whom? Give a name, as in /group add bob.");
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
      return Hints.with(e);
    }
  }

  private static String unquoted(String title) {
    Matcher quoted = QUOTED.matcher(plainQuotes(title));
    return quoted.matches() ? quoted.group(1) : title;
  }

  /** Some keyboards and editors make others of them. */
  private static String plainQuotes(String typed) {
    return OTHER_QUOTES.matcher(typed.strip()).replaceAll("\"");
  }

  /** People may type the mark that the screen shows. */
  private static String title(String typed) {
    return typed.startsWith("#") ? typed.substring(1) : typed;
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
