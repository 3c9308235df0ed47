package dev.letterlock.storage.embedded;

import dev.letterlock.testing.ShortLivedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The embedded server as a process of its own, so that a test can kill it. */
public final class EmbeddedMongoProcess implements AutoCloseable {
  private static final String READY = "listening on ";

  private final Process process;
  private final String uri;

  private EmbeddedMongoProcess(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Serves the file (first argument) on the port (second, 0: any) until killed, or until its input
   * ends, which it does with the process that started it.
   */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedMongo server =
        EmbeddedMongo.open(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
      System.out.println(READY + server.uri());
      System.in.readAllBytes();
    }
  }

  /** Starts it and waits until it listens. */
  public static EmbeddedMongoProcess start(Path file, int port) throws IOException {
    return start(List.of(), file, port);
  }

  /** Starts it in an environment that another command makes, such as {@code prlimit}. */
  public static EmbeddedMongoProcess start(List<String> wrapper, Path file, int port)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(ShortLivedJvm.command());
    command.addAll(List.of("-Xmx256m", "-cp", ShortLivedJvm.classPath()));
    command.addAll(
        List.of(EmbeddedMongoProcess.class.getName(), file.toString(), Integer.toString(port)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new EmbeddedMongoProcess(process, awaitUri(process));
  }

  public String uri() {
    return uri;
  }

  public int port() {
    return Integer.parseInt(uri.replaceFirst(".*:(\\d+)/.*", "$1"));
  }

  /** SIGKILL: the process gets no chance to finish anything. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String awaitUri(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return line.substring(READY.length());
      }
    }
    throw new IOException("embedded server: ended (expected: listening)");
  }
}
