package dev.letterlock.loadtest.ledger.crowd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.client.transport.TransportKind;
import dev.letterlock.loadtest.measure.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * A process that holds idle sessions. On standard input it is told of its devices, a line {@code
 * device NUMBER TOKEN} each, and after them, as often as they change, where servers are: {@code
 * servers URL URL}, or none. On standard output it says {@code present N} when the number of its
 * sessions has changed. Its input ends with the process that started it; then it says {@code
 * trouble COUNT NAME} for all that befell its sessions, and ends.
 *
 * <p>While there is no server nobody tries to connect; as soon as there is one, all do, so many at
 * the same time as one process can answer for: the devices of people are not on one machine.
 */
public final class IdleProcess {

  /** Of a line: the number of a device and its token. */
  static final String DEVICE = "device ";

  /** Of a line: the servers that there are, between blanks. */
  static final String SERVERS = "servers";

  /** Of a line: how many sessions are open. */
  static final String PRESENT = "present ";

  /** Of a line: how often something happened, and its name. */
  static final String TROUBLE = "trouble ";

  /** A server under a storm of connections may take its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_AT_ONCE = 1_000;

  private static final int REPORT_MILLIS = 20;

  private final ClientTransport transport;
  private final InetSocketAddress local;
  private final PrintStream out;
  private final Tally tally = new Tally();
  private final Queue<IdleSession> waiting = new ArrayDeque<>();
  private List<ServerUrl> servers = List.of();
  private int connecting;
  private int present;
  private int reported;

  private IdleProcess(ClientTransport transport, InetSocketAddress local, PrintStream out) {
    this.transport = transport;
    this.local = local;
    this.out = out;
  }

  /**
   * Holds sessions until its input ends.
   *
   * @param arguments the address to connect from
   */
  public static void main(String[] arguments) throws IOException {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
    InetSocketAddress local = new InetSocketAddress(InetAddress.getByName(arguments[0]), 0);
    try (ClientTransport transport = ClientTransport.start(TransportKind.best(), 1, PATIENCE);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      IdleProcess process = new IdleProcess(transport, local, System.out);
      process.report();
      process.obey(in);
    }
  }

  private void obey(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String order = line;
      transport.loop(0).execute(() -> obey(order));
    }
    tally.troubles().forEach((name, count) -> out.println(TROUBLE + count + " " + name));
  }

  private void obey(String order) {
    String[] words = order.split(" ", -1);
    if (order.startsWith(DEVICE)) {
      lineUp(new IdleSession(this, Integer.parseUnsignedInt(words[1]), words[2]));
    } else {
      servers = Arrays.stream(words).skip(1).map(ServerUrl::parse).toList();
      letIn();
    }
  }

  private void letIn() {
    while (connecting < MOST_AT_ONCE && !waiting.isEmpty() && !servers.isEmpty()) {
      connecting++;
      int drawn = ThreadLocalRandom.current().nextInt(servers.size());
      waiting.remove().connect(servers.get(drawn));
    }
  }

  private void report() {
    var _ =
        transport
            .loop(0)
            .scheduleAtFixedRate(
                () -> {
                  if (present != reported) {
                    reported = present;
                    out.println(PRESENT + present);
                  }
                },
                REPORT_MILLIS,
                REPORT_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  ClientTransport transport() {
    return transport;
  }

  InetSocketAddress local() {
    return local;
  }

  Tally tally() {
    return tally;
  }

  /** A device wants a session as soon as there is a server, and its turn has come. */
  void lineUp(IdleSession device) {
    waiting.add(device);
    letIn();
  }

  /** A session is open. */
  void came() {
    present++;
    connecting--;
    letIn();
  }

  /** A session did not come about. */
  void failed() {
    connecting--;
    letIn();
  }

  /** It is over. */
  void went() {
    present--;
  }

  void after(long millis, Runnable task) {
    var _ = transport.loop(0).schedule(task, millis, TimeUnit.MILLISECONDS);
  }
}
