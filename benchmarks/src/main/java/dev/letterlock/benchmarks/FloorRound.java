package dev.letterlock.benchmarks;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ConnectRequest;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** One round of the bare relay: the same clients, frames of the same size, one ack each. */
final class FloorRound {

  private FloorRound() {}

  static Figures run(Main.Load load) throws IOException, InterruptedException {
    int port = ChildProcess.freePort();
    Path log = Files.createTempFile("letterlock-relay", ".log");
    int threads = load.loops() == 0 ? Runtime.getRuntime().availableProcessors() : load.loops();
    try (ChildProcess relay =
            ChildProcess.start(
                RelayServer.class.getName(),
                List.of(Integer.toString(port), Integer.toString(threads)),
                Map.of(),
                log);
        ClientTransport transport = ClientTransport.start(1)) {
      relay.awaitPort(port);
      LongAdder landed = new LongAdder();
      connect(load, transport, new ServerUrl(false, "127.0.0.1", port), landed);
      TimeUnit.SECONDS.sleep(load.warmupSeconds());
      return measure(relay, landed, load.seconds());
    } finally {
      Files.delete(log);
    }
  }

  private static void connect(
      Main.Load load, ClientTransport transport, ServerUrl url, LongAdder landed) {
    ConnectRequest request = new ConnectRequest(url, "/relay", null, null, null, Wire.MAX_FRAME);
    for (int i = 0; i < load.connections() / 2; i++) {
      FloorPair pair = new FloorPair(i, load.window(), landed);
      transport.connect(request, pair.receiver());
      transport.connect(request, pair.sender());
    }
  }

  private static Figures measure(ChildProcess relay, LongAdder landed, int seconds)
      throws InterruptedException {
    long before = landed.sum();
    Duration cpuBefore = relay.cpu();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    long messages = landed.sum() - before;
    double took = (System.nanoTime() - start) / 1e9;
    if (messages == 0) {
      throw new IllegalStateException("messages: 0 (expected: that the relay carries some)");
    }
    double cpu = relay.cpu().minus(cpuBefore).toNanos() / 1e3;
    return new Figures(cpu / messages, messages / took);
  }
}
