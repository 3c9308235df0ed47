package dev.letterlock.loadtest.ledger.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace in which a whole run lives, with nothing but a loopback of its own, so that
 * packets can be harmed there and nowhere else. It has no name and leaves nothing behind: it goes
 * with the last process in it, however that ends.
 */
public final class OwnNetwork {

  private static final String ENTERED = "letterlock.ledger.network";

  /** As on most networks: one packet is not all that is said at once. */
  private static final String READY = "ip link set lo up && ip link set lo mtu 1500";

  /** All that faults need, so that whatever is missing shows before the first. */
  private static final String TRY =
      READY
          + " && iptables -w -t nat -A OUTPUT -p tcp -d 127.0.2.0/24 -j DNAT --to-destination"
          + " 127.0.0.1 && iptables -w -A INPUT -p tcp -m conntrack --ctorigdst 127.0.2.1 -j DROP"
          + " && iptables -w -A INPUT -m statistic --mode random --probability 0.1 -j DROP"
          + " && tc qdisc add dev lo root tbf rate 10mbit burst 16kb latency 100ms";

  private OwnNetwork() {}

  /** Whether this process is in one. */
  public static boolean isEntered() {
    return Boolean.getBoolean(ENTERED);
  }

  /** What stands against one on this machine, in words; null if nothing does. */
  public static @Nullable String missing() {
    if (isEntered()) {
      return null;
    }
    try {
      Process attempt = new ProcessBuilder(in(TRY)).redirectErrorStream(true).start();
      String said = new String(attempt.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return attempt.waitFor() == 0 ? null : words(said.lines().findFirst().orElse("no word"));
    } catch (IOException e) {
      return words(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return words("interrupted");
    }
  }

  /**
   * Runs this program again in one, with the same options, and waits for its end.
   *
   * @param main its class
   * @param arguments of the command line
   * @param streams take what it says; null for this process' own
   * @return its exit code
   */
  public static int run(Class<?> main, List<String> arguments, @Nullable Streams streams)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(in(READY + " && exec \"$@\""));
    command.add("sh");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agent"))
        .forEach(command::add);
    command.add("-D" + ENTERED + "=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Process process = streams == null ? builder.inheritIO().start() : builder.start();
    Thread endWithUs = new Thread(process::destroy, "ledger-network-end");
    Runtime.getRuntime().addShutdownHook(endWithUs);
    List<Thread> pumps =
        streams == null
            ? List.of()
            : List.of(
                pump(process.getInputStream(), streams.out()),
                pump(process.getErrorStream(), streams.err()));
    int code = process.waitFor();
    for (Thread pump : pumps) {
      pump.join();
    }
    Runtime.getRuntime().removeShutdownHook(endWithUs);
    return code;
  }

  /** Where a program's output goes. */
  public record Streams(OutputStream out, OutputStream err) {}

  private static Thread pump(InputStream from, OutputStream to) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            from.transferTo(to);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static List<String> in(String script) {
    return List.of("unshare", "--net", "sh", "-c", script);
  }

  private static String words(String why) {
    return "a network of its own, for which this has to be root with iproute2 and iptables ("
        + why.strip()
        + ")";
  }
}
