package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.ToldNotice;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/** Lists the notices that prove something, and writes the proof of one into a file. One thread. */
final class EvidenceFile {

  private static final String HOW = "/evidence NUMBER FILE writes one into a new file.";

  private final Messenger messenger;
  private final Screen screen;

  EvidenceFile(Messenger messenger, Screen screen) {
    this.messenger = messenger;
    this.screen = screen;
  }

  /**
   * What is typed.
   *
   * @param typed nothing, or a number and a file
   */
  void run(String typed) {
    List<ToldNotice> proved =
        messenger.notices().stream().filter(told -> told.notice().evidence() != null).toList();
    if (typed.isBlank()) {
      list(proved);
      return;
    }
    String[] words = typed.strip().split("\\s+", 2);
    if (words.length < 2) {
      throw new MessengerException("It needs a number and a file. " + HOW);
    }
    write(numbered(proved, words[0]), words[1]);
  }

  private void list(List<ToldNotice> proved) {
    if (proved.isEmpty()) {
      screen.remark("There is no warning that can be proved to others.");
      return;
    }
    for (int i = 0; i < proved.size(); i++) {
      screen.told(proved.get(i), Integer.toString(i + 1));
    }
    screen.remark(HOW);
  }

  private static Octets numbered(List<ToldNotice> proved, String typed) {
    boolean number = typed.matches("[1-9]\\d{0,3}") && Integer.parseInt(typed) <= proved.size();
    if (!number) {
      throw new MessengerException(
          "There is no number " + typed + ". /evidence shows those that there are.");
    }
    return Objects.requireNonNull(
        proved.get(Integer.parseInt(typed) - 1).notice().evidence(), "evidence");
  }

  private void write(Octets evidence, String file) {
    try {
      Path path = Path.of(file);
      Files.write(path, evidence.toByteArray(), StandardOpenOption.CREATE_NEW);
      screen.remark(
          "Written to "
              + path.toAbsolutePath()
              + ": two signed statements that contradict each other (docs/E2EE.md, evidence).");
    } catch (FileAlreadyExistsException e) {
      throw new MessengerException("There is a file " + file + " already: give another name.", e);
    } catch (NoSuchFileException e) {
      throw new MessengerException("The folder of " + file + " is not there: give another.", e);
    } catch (IOException | InvalidPathException e) {
      throw new MessengerException("Nothing can be written to " + file + ": give another file.", e);
    }
  }
}
