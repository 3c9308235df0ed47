package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.ToldNotice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How things look: whole lines, for any thread. */
final class Screen {

  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter EARLIER =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);
  private static final int SHORT = 40;

  private final Console console;
  private final Style style;

  Screen(Console console, Style style) {
    this.console = console;
    this.style = style;
  }

  void say(String lines) {
    console.print(lines);
  }

  /** Something by the program itself; names in it may be of others. */
  void remark(String text) {
    console.print(style.faint("-- " + Printable.of(text)));
  }

  /** Something that was not done, or did not work; the server may have worded it. */
  void problem(String text) {
    console.print(style.warning("! " + Printable.of(text)));
  }

  void title(String text) {
    console.print(style.bold(text));
  }

  /** A message, such as {@code 10:42 bob: hello} or {@code 10:43 you: hello ✓✓}. */
  void message(Message message) {
    String time = style.faint(time(message.sentAt()));
    if (message.own()) {
      console.print(
          time
              + " "
              + style.bold("you")
              + ": "
              + Printable.of(Attachments.inWords(message))
              + " "
              + tick(message));
    } else {
      console.print(
          time + " " + author(message) + ": " + Printable.of(Attachments.inWords(message)));
    }
  }

  /** How far an own message has come now. */
  void progress(Message message) {
    console.print(
        "      " + tick(message) + style.faint(": " + shortened(Attachments.inWords(message))));
  }

  /** Somebody wrote where nobody looks. */
  void elsewhere(Message message, Conversation conversation) {
    int unread = conversation.unreadUpTo(message) + conversation.unreadNotices();
    String place = label(conversation);
    if (message.own()) {
      remark("you wrote to " + place + " from another device (/to " + place + ")");
      return;
    }
    console.print(
        style.bold("● ")
            + author(message)
            + " wrote"
            + (conversation.isGroup() ? " in " + place : "")
            + style.faint(" (" + unread + " unread, /to " + place + ")"));
  }

  /** The list of conversations; as one, so that nothing else lands in the midst of it. */
  void entries(List<Conversation> conversations) {
    if (!conversations.isEmpty()) {
      console.print(conversations.stream().map(this::entry).collect(Collectors.joining("\n")));
    }
  }

  private String entry(Conversation conversation) {
    int unread = unread(conversation);
    List<Message> messages = conversation.recent(1);
    String last = messages.isEmpty() ? "" : preview(messages.getLast());
    String label = "%-20s".formatted(label(conversation));
    return unread > 0
        ? style.bold("● " + label) + " " + style.good(unread + " unread") + "  " + last
        : "  " + label + " " + style.faint(last);
  }

  /**
   * Something that a person should know.
   *
   * @param about the conversation that it is about, empty if that is open or there is none
   */
  void notice(Notice notice, String about) {
    console.print(line(notice, about));
  }

  /** Something that a person was told before, with its time. */
  void told(ToldNotice told, String about) {
    console.print(style.faint(time(told.at())) + " " + line(told.notice(), about));
  }

  private String line(Notice notice, String about) {
    String text = Printable.of((about.isEmpty() ? "" : about + ": ") + Hints.with(notice));
    return switch (notice.kind()) {
      case REMARK, DEVICES_CHANGED -> style.faint("-- " + text);
      case REFUSED, AWAITS_WORD -> style.warning("! " + text);
      case KEY_CHANGED, ALARM, OTHER_KEY -> style.alarm("!! WARNING: " + text);
    };
  }

  /** Messages of a conversation, and among them what was told about it, both oldest first. */
  void timeline(List<Message> messages, List<ToldNotice> notices) {
    Deque<ToldNotice> left = new ArrayDeque<>(notices);
    for (Message message : messages) {
      while (!left.isEmpty() && left.getFirst().after() < message.index()) {
        told(left.removeFirst(), "");
      }
      message(message);
    }
    left.forEach(told -> told(told, ""));
  }

  /** What nobody has seen of a conversation: messages and notices. */
  static int unread(Conversation conversation) {
    return conversation.unread() + conversation.unreadNotices();
  }

  /** What stands before the line that is being typed. */
  String prompt(String open, int unreadElsewhere, boolean offline) {
    String others = unreadElsewhere > 0 ? style.good("●" + unreadElsewhere + " ") : "";
    String state = offline ? style.warning("offline ") : "";
    return state + others + style.bold(open.isEmpty() ? "" : open) + style.faint("> ");
  }

  /** What a conversation is called: a name, or a group's title behind a #. */
  static String label(Conversation conversation) {
    String title = Printable.of(conversation.title());
    return conversation.isGroup() ? "#" + title : title;
  }

  private String author(Message message) {
    return style.name(Printable.of(message.author()));
  }

  private String preview(Message message) {
    return (message.own() ? "you: " : Printable.of(message.author()) + ": ")
        + shortened(Attachments.inWords(message));
  }

  /** In a group somebody else may not have read it yet, so it says how many have. */
  private String tick(Message message) {
    return switch (message.status()) {
      case WAITING -> style.faint("… waits here");
      case SENT -> style.faint("✓ sent");
      case DELIVERED -> "✓✓ delivered";
      case READ -> style.good(readers(message));
      case FAILED -> style.alarm("✗ not sent");
      case RECEIVED -> "";
    };
  }

  private static String readers(Message message) {
    return "✓✓ read" + (message.readers() > 0 ? " by " + message.readers() : "");
  }

  private static String shortened(String text) {
    String line = Printable.of(text).lines().findFirst().orElse("");
    return line.codePointCount(0, line.length()) <= SHORT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SHORT - 1)) + "…";
  }

  private static String time(Instant at) {
    ZonedDateTime sent = at.atZone(ZoneId.systemDefault());
    boolean today = sent.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
    return sent.format(today ? TODAY : EARLIER);
  }
}
