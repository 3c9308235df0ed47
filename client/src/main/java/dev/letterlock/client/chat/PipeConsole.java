package dev.letterlock.client.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of a script or a file: no prompt, no colours. */
final class PipeConsole implements Console {

  private final BufferedReader in;
  private final PrintStream out;

  PipeConsole(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public @Nullable String read(String prompt, List<String> words) throws IOException {
    return in.readLine();
  }

  @Override
  public synchronized void print(String lines) {
    out.println(lines);
    out.flush();
  }

  @Override
  public void prompt(String prompt) {}

  @Override
  public void close() {}
}
