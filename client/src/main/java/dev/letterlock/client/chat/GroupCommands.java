package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What {@code /group} does. One thread. */
final class GroupCommands {

  private final Messenger messenger;
  private final Screen screen;
  private final Supplier<Conversation> opened;
  private final Consumer<Conversation> open;
  private final Commands commands;

  /**
   * Works for one chat.
   *
   * @param opened the open conversation, or an exception
   * @param open opens another one
   */
  GroupCommands(
      Messenger messenger,
      Screen screen,
      Supplier<Conversation> opened,
      Consumer<Conversation> open) {
    this.messenger = messenger;
    this.screen = screen;
    this.opened = opened;
    this.open = open;
    this.commands =
        new Commands()
            .with("new TITLE NAME…", "make a group with these people, and open it", this::make)
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
    List<String> parts = words(words);
    if (parts.size() < 2) {
      throw new MessengerException("A group needs a title and people: /group new TITLE NAME…");
    }
    Group group = messenger.createGroup(title(parts.getFirst()), parts.subList(1, parts.size()));
    open.accept(group.conversation());
    members();
  }

  private void add(String names) {
    each(
        names,
        name -> {
          group().add(name);
          screen.remark(name + " is in the group now, and reads what is said from here on.");
        });
  }

  private void remove(String names) {
    each(
        names,
        name -> {
          group().remove(name);
          screen.remark(name + " is out, and reads nothing that is said from here on.");
        });
  }

  private void promote(String name) {
    each(
        name,
        one -> {
          group().promote(one);
          screen.remark(one + " is an admin of the group now.");
        });
  }

  private void rename(String title) {
    group().rename(title(title));
    open.accept(group().conversation());
  }

  private void leave() {
    group().leave();
    screen.remark("You have left the group.");
  }

  private void members() {
    Group group = group();
    screen.title(Screen.label(group.conversation()));
    for (Group.Member member : group.members()) {
      screen.say(
          "  "
              + Printable.of(member.name())
              + (member.self() ? " (you)" : "")
              + (member.admin() ? ", admin" : ""));
    }
  }

  private Group group() {
    return messenger.group(opened.get());
  }

  private static void each(String names, Consumer<String> action) {
    List<String> all = words(names);
    if (all.isEmpty()) {
      throw new MessengerException("Whom? Give a name.");
    }
    all.forEach(action);
  }

  /** People may type the mark that the screen shows. */
  private static String title(String typed) {
    return typed.startsWith("#") ? typed.substring(1) : typed;
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
