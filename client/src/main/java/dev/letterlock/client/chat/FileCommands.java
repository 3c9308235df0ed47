package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Progress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sends and keeps files of the conversation that is open. One thread. */
final class FileCommands {

  static final Explained SEND =
      new Explained(
          "/send FILE",
          "a file to the open conversation",
          "/send holiday.jpg",
          "Seals a file and sends it to the open conversation, also to your other devices. Its name"
              + " does not travel. The server keeps it for some time only.");
  static final Explained SAVE =
      new Explained(
          "/save NUMBER FILE",
          "keep a file that came, by its number",
          "/save 12 holiday.jpg",
          "Fetches the file of the message with that number in the open conversation, and writes it"
              + " to a new file: none that is there is overwritten. Open it with care: what kind of"
              + " file it is its author says, and nobody has looked into it.");

  private static final String HOW = "It needs a number and a file, as in " + SAVE.example() + ".";

  private final Screen screen;
  private final Supplier<Conversation> open;
  private final Consumer<Message> sent;

  /**
   * @param open the conversation that is open
   * @param sent is told what has left
   */
  FileCommands(Screen screen, Supplier<Conversation> open, Consumer<Message> sent) {
    this.screen = screen;
    this.open = open;
    this.sent = sent;
  }

  void addTo(Commands commands) {
    commands.with(SEND, this::send).with(SAVE, this::save);
  }

  private void send(String typed) {
    if (typed.isBlank()) {
      throw new MessengerException("It needs a file, as in " + SEND.example() + ".");
    }
    Conversation to = open.get();
    Message message = to.sendFile(path(typed.strip()), bar());
    screen.remark("sent to " + Screen.label(to) + ": " + Attachments.inWords(message));
    sent.accept(message);
  }

  private void save(String typed) {
    String[] words = typed.strip().split("\\s+", 2);
    if (words.length < 2 || !words[0].matches("[1-9]\\d{0,9}")) {
      throw new MessengerException(HOW);
    }
    Conversation from = open.get();
    Message message = numbered(from, Long.parseLong(words[0]));
    Path target = path(words[1]);
    from.saveFile(message, target, bar());
    screen.remark("Written to " + target.toAbsolutePath() + ".");
  }

  private static Message numbered(Conversation from, long number) {
    return from.messagesAfter(number - 1).stream()
        .filter(message -> message.index() == number && message.attachment() != null)
        .findFirst()
        .orElseThrow(() ->
            new MessengerException(
                "There is no file " + number + " here. /history shows the last ones."));
  }

  private Progress bar() {
    return new ProgressBar(screen);
  }

  private static Path path(String typed) {
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new MessengerException("That is no name of a file: give another.", e);
    }
  }
}
