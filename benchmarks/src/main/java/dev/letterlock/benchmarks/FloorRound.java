package dev.letterlock.benchmarks;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ConnectRequest;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.Latencies;
import dev.letterlock.loadtest.measure.Percentiles;
import dev.letterlock.loadtest.scenario.Pacer;
import dev.letterlock.protocol.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

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
      Latencies times = new Latencies();
      connect(load, transport, new ServerUrl(false, "127.0.0.1", port), landed, times);
      TimeUnit.SECONDS.sleep(load.warmupSeconds());
      return measure(relay, landed, times, load.seconds());
    } finally {
      Files.delete(log);
    }
  }

  private static void connect(
      Main.Load load, ClientTransport transport, ServerUrl url, LongAdder landed, Latencies times) {
    ConnectRequest request = new ConnectRequest(url, "/relay", null, null, null, Wire.MAX_FRAME);
    int window = load.rate() == 0 ? load.window() : 0;
    List<FloorPair> pairs =
        IntStream.range(0, load.connections() / 2)
            .mapToObj(number -> new FloorPair(number, window, landed, times))
            .toList();
    for (FloorPair pair : pairs) {
      transport.connect(request, pair.receiver());
      transport.connect(request, pair.sender());
    }
    if (load.rate() > 0) {
      List<LongConsumer> offers = pairs.stream().<LongConsumer>map(pair -> pair::offer).toList();
      Pacer.start(transport.loop(0), load.rate(), offers, () -> false);
    }
  }

  private static Figures measure(ChildProcess relay, LongAdder landed, Latencies times, int seconds)
      throws InterruptedException {
    times.takeInterval();
    long before = landed.sum();
    Duration cpuBefore = relay.cpu();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    long messages = landed.sum() - before;
    double took = (System.nanoTime() - start) / 1e9;
    Percentiles deliver = Percentiles.of(times.takeInterval());
    if (deliver == null || messages == 0) {
      throw new IllegalStateException("messages: 0 (expected: that the relay carries some)");
    }
    double cpu = relay.cpu().minus(cpuBefore).toNanos() / 1e3;
    return new Figures(cpu / messages, messages / took, deliver.p50(), deliver.p99());
  }
}
