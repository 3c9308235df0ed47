package dev.letterlock.loadtest.ledger.crowd;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.Tally;
import dev.letterlock.loadtest.provision.LoadDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this process knows of an {@link IdleProcess}, which ends with it. One thread. */
final class CrowdProcess implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx512m",
          "-Dio.netty.leakDetection.level=disabled",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** The first has 127.0.0.2: each process has the ports of an address to itself. */
  private static final int FIRST_ADDRESS = 2;

  private static final long END_SECONDS = 10;

  private final Process process;
  private final PrintWriter orders;
  private final int size;
  private final Tally tally;
  private final Thread reader;
  private volatile int present;

  private CrowdProcess(Process process, int size, Tally tally) {
    this.process = process;
    this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
    this.size = size;
    this.tally = tally;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts a process and tells it of its devices.
   *
   * @param index counted from 0
   */
  static CrowdProcess start(int index, List<LoadDevice> devices, Path folder, Tally tally)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(IdleProcess.class.getName(), "127.0.0." + (FIRST_ADDRESS + index)));
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("crowd-" + index + ".log").toFile())
            .start();
    CrowdProcess started = new CrowdProcess(process, devices.size(), tally);
    devices.forEach(started::add);
    return started;
  }

  void findServers(List<ServerUrl> servers) {
    orders.print(IdleProcess.SERVERS);
    servers.forEach(server -> orders.print(" " + server));
    orders.print('\n');
    orders.flush();
  }

  int present() {
    return present;
  }

  boolean isComplete() {
    return present == size;
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      reader.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void add(LoadDevice device) {
    orders.print(
        IdleProcess.DEVICE
            + Integer.toUnsignedString(device.address().device())
            + " "
            + device.token()
            + "\n");
  }

  private void read() {
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      said.lines().forEach(this::hear);
    } catch (IOException | UncheckedIOException e) {
      // It is dead.
    } finally {
      present = 0;
    }
  }

  private void hear(String line) {
    if (line.startsWith(IdleProcess.PRESENT)) {
      present = Integer.parseInt(line.substring(IdleProcess.PRESENT.length()));
    } else if (line.startsWith(IdleProcess.TROUBLE)) {
      String[] words = line.substring(IdleProcess.TROUBLE.length()).split(" ", 2);
      tally.trouble(words[1], Long.parseLong(words[0]));
    }
  }
}
