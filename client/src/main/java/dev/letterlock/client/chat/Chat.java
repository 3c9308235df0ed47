package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines until {@code /quit} or the end of the input: a line beginning with a slash is a
 * command, any other is sent to the conversation that is open. The thread that runs it reads; the
 * messenger's listener thread shows what comes.
 */
final class Chat {

  private static final int SHOWN = 20;

  private static final String HELP =
      """
      /to NAME        open the conversation with NAME; lines that you type go there
      /list           all conversations, and how many messages you have not read
      /history        the last 20 messages of the open conversation
      /safety [NAME]  the number to compare with NAME, by voice or face to face
      /verify NAME    you have compared it: a later change of key stops sending
      /accept NAME    accept a changed key of NAME without having compared it
      /devices [NAME] the devices on the signed list of NAME, or your own
      /help           this
      /quit           goodbye
      ✓ on the server's disk   ✓✓ on a device of the other one   ✓✓ read   ✗ not sent\
      """;

  private final Messenger messenger;
  private final Screen screen;
  private final BufferedReader in;
  private final Map<UUID, Status> ticks = new ConcurrentHashMap<>();
  private volatile @Nullable Conversation open;

  Chat(Messenger messenger, Screen screen, BufferedReader in) {
    this.messenger = messenger;
    this.screen = screen;
    this.in = in;
  }

  void run() throws IOException {
    screen.say("This is " + messenger.name() + ". /to NAME opens a conversation, /help helps.");
    screen.connect(this::arrived, this::changed);
    list();
    messenger.start();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.strip().equals("/quit")) {
        return;
      }
      try {
        take(line.strip());
      } catch (MessengerException e) {
        screen.say("! " + e.getMessage());
      }
    }
  }

  private void take(String line) {
    if (line.startsWith("/")) {
      String[] words = line.split("\\s+", 2);
      command(words[0], words.length > 1 ? words[1] : "");
    } else if (!line.isEmpty()) {
      send(line);
    }
  }

  private void command(String command, String name) {
    switch (command) {
      case "/to" -> to(name);
      case "/list" -> list();
      case "/history" -> history();
      case "/safety" -> safety(nameOrOpen(name));
      case "/verify" -> verify(nameOrOpen(name));
      case "/accept" -> accept(nameOrOpen(name));
      case "/devices" ->
          messenger
              .devices(name.isEmpty() ? messenger.name() : name)
              .forEach(device -> screen.say("-- " + device));
      case "/help" -> screen.say(HELP);
      default -> screen.say("! There is no " + command + "; /help shows what there is.");
    }
  }

  private void to(String name) {
    if (name.isEmpty()) {
      throw new MessengerException("/to needs a name.");
    }
    Conversation conversation = messenger.conversationWith(name);
    int unread = conversation.unread();
    open = conversation;
    screen.say("-- to " + conversation.title() + (unread > 0 ? ", " + unread + " unread" : ""));
    List<Message> messages = conversation.messages();
    last(messages, Math.max(unread, 0)).forEach(screen::show);
    conversation.markRead();
  }

  private void list() {
    for (Conversation conversation : messenger.conversations()) {
      int unread = conversation.unread();
      screen.say(
          (unread > 0 ? "* " : "  ")
              + conversation.title()
              + (unread > 0 ? " (" + unread + " unread)" : ""));
    }
  }

  private void history() {
    last(opened().messages(), SHOWN).forEach(screen::show);
  }

  private void safety(String name) {
    String verified = messenger.isVerified(name) ? "compared before" : "not compared yet";
    screen.say("-- You and " + name + " must both see this (" + verified + "):");
    screen.say(messenger.safetyNumber(name));
  }

  private void verify(String name) {
    messenger.markVerified(name);
    screen.say("-- The key of " + name + " counts as compared.");
  }

  private void accept(String name) {
    messenger.acceptNewKey(name);
    screen.say("-- The new key of " + name + " is accepted.");
  }

  private void send(String text) {
    Message sent = opened().send(text);
    ticks.put(sent.id(), sent.status());
  }

  /** On the listener's thread. */
  private void arrived(Message message) {
    Conversation current = open;
    if (current != null && message.conversation().equals(current.id())) {
      screen.show(message);
      current.markRead();
    } else {
      screen.say("* " + message.author() + " wrote; /to " + message.author() + " shows it");
    }
  }

  /** On the listener's thread: shows the ticks of what was sent in this run. */
  private void changed(UUID conversation) {
    Conversation current = open;
    if (current == null || !current.id().equals(conversation)) {
      return;
    }
    for (Message message : last(current.messages(), SHOWN)) {
      Status before = ticks.replace(message.id(), message.status());
      if (before != null && before != message.status()) {
        screen.show(message);
      }
    }
  }

  private Conversation opened() {
    Conversation current = open;
    if (current == null) {
      throw new MessengerException("No conversation is open: /to NAME opens one.");
    }
    return current;
  }

  private String nameOrOpen(String name) {
    return name.isEmpty() ? opened().title() : name;
  }

  private static List<Message> last(List<Message> messages, int most) {
    return messages.subList(Math.max(0, messages.size() - most), messages.size());
  }
}
