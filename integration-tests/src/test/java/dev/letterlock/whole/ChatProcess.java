package dev.letterlock.whole;

import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code letterlock chat} as a process of its own, whose keyboard and screen belong to a test. */
final class ChatProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path screen;
  private final Process process;
  private final Writer keyboard;

  /** Starts it; secrets are in files below {@code folder}. */
  ChatProcess(Path folder, ServerUrl server, String user, String run) throws IOException {
    this(folder, server, user, user, run);
  }

  /**
   * Starts it with a profile of another name than the user's.
   *
   * @param more arguments
   */
  ChatProcess(
      Path folder, ServerUrl server, String user, String profile, String run, String... more)
      throws IOException {
    screen = folder.resolve(profile + "-" + run + ".out");
    Path secret = Files.writeString(folder.resolve(user + ".secret"), "a long enough secret\n");
    List<String> command = ChildJvm.command("-Xmx256m", "-Dstdout.encoding=UTF-8");
    command.addAll(
        List.of(
            "dev.letterlock.client.chat.Main",
            "--user=" + user,
            "--url=" + server,
            "--profile=" + folder.resolve(profile),
            "--passphrase-file=" + secret,
            "--password-file=" + secret));
    command.addAll(List.of(more));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile())
            .start();
    keyboard = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /** Types a line. */
  void type(String line) throws IOException {
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  /** Waits until something stands on the screen. */
  void sees(String text) {
    await("the screen shows: " + text)
        .atMost(PATIENCE)
        .until(this::shown, shown -> shown.contains(text));
  }

  String shown() {
    try {
      return Files.readString(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Waits until it has ended. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** The keyboard types nothing more, as at the end of a pipe. */
  int endInput() throws IOException, InterruptedException {
    keyboard.close();
    return process.waitFor();
  }

  int quit() throws IOException, InterruptedException {
    return quit("/quit");
  }

  /** As above, in other words. */
  int quit(String line) throws IOException, InterruptedException {
    type(line);
    return process.waitFor();
  }
}
