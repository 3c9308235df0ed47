package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import java.io.PrintStream;
import java.util.UUID;
import java.util.function.Consumer;

/** Prints whole lines, from whatever thread; passes on what the chat has to look up. */
final class Screen implements MessengerListener {

  private final PrintStream out;
  private volatile Consumer<Message> arrivals = _ -> {};
  private volatile Consumer<UUID> changes = _ -> {};

  Screen(PrintStream out) {
    this.out = out;
  }

  /** Says who looks after messages and ticks. */
  void connect(Consumer<Message> onArrival, Consumer<UUID> onChange) {
    arrivals = onArrival;
    changes = onChange;
  }

  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** A message, such as {@code bob: hello} or {@code ✓✓ you: hello}. */
  void show(Message message) {
    say(message.own() ? tick(message.status()) + " you: " + message.text() : theirs(message));
  }

  @Override
  public void received(Message message) {
    arrivals.accept(message);
  }

  @Override
  public void statusChanged(UUID conversation) {
    changes.accept(conversation);
  }

  @Override
  public void noticed(Notice notice) {
    say(sign(notice.kind()) + " " + notice.text());
  }

  @Override
  public void connection(boolean online) {
    say(online ? "-- connected" : "-- offline; what you write leaves later");
  }

  @Override
  public void stopped(String reason) {
    say("!! " + reason);
  }

  private static String theirs(Message message) {
    return message.author() + ": " + message.text();
  }

  private static String tick(Status status) {
    return switch (status) {
      case WAITING -> "…";
      case SENT -> "✓";
      case DELIVERED -> "✓✓";
      case READ -> "✓✓ read";
      case FAILED -> "✗";
      case RECEIVED -> "";
    };
  }

  private static String sign(Notice.Kind kind) {
    return switch (kind) {
      case REMARK, DEVICES_CHANGED -> "--";
      case REFUSED -> "!";
      case KEY_CHANGED, ALARM -> "!! WARNING:";
    };
  }
}
