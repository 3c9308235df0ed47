package dev.letterlock.client.chat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where lines are typed and shown. Reading is for one thread, printing for any. */
interface Console extends AutoCloseable {

  /**
   * The next line that was typed.
   *
   * @param prompt stands before it on a terminal
   * @param words what the tabulator key may complete there
   * @return null at the end of the input
   */
  @Nullable String read(String prompt, List<String> words) throws IOException;

  /** Prints whole lines, above what is just being typed. */
  void print(String lines);

  /** How many columns a line has; 0 if nobody knows. */
  default int width() {
    return 0;
  }

  /** Says what stands before the line that is just being typed from now on. */
  void prompt(String prompt);

  @Override
  void close() throws IOException;
}
