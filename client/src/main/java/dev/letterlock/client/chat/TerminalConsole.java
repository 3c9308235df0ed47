package dev.letterlock.client.chat;

import java.io.IOException;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A terminal with a line that stays below what comes, can be edited and completed, and is
 * remembered for this run only: nothing that was typed is written to a file.
 */
final class TerminalConsole implements Console {

  private final Terminal terminal;
  private final LineReader reader;
  private volatile List<String> words = List.of();

  /** Takes over the terminal. */
  TerminalConsole() throws IOException {
    terminal = TerminalBuilder.builder().name("letterlock").system(true).build();
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("letterlock")
            .completer(this::complete)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  @Override
  public @Nullable String read(String prompt, List<String> known) {
    words = known;
    try {
      return reader.readLine(prompt);
    } catch (EndOfFileException | UserInterruptException e) {
      return null;
    }
  }

  @Override
  public void print(String lines) {
    reader.printAbove(Wrapped.of(lines, terminal.getWidth()));
  }

  @Override
  public int width() {
    return terminal.getWidth();
  }

  @Override
  public void prompt(String prompt) {
    if (reader instanceof LineReaderImpl open && open.isReading()) {
      open.setPrompt(prompt);
      open.callWidget(LineReader.REDISPLAY);
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private void complete(LineReader in, ParsedLine line, List<Candidate> found) {
    words.forEach(word -> found.add(new Candidate(word)));
  }
}
