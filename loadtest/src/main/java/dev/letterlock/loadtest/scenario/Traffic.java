package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Measurement;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.peer.Flow;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.peer.LoadSession;
import dev.letterlock.loadtest.peer.Sender;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/** The senders, flows and sessions of a run, from the first message to the last ack. */
final class Traffic {

  private static final int REST_SECONDS = 10;
  private static final int GOODBYE_SECONDS = 5;

  private final Setup setup;
  private final List<Sending> senders = new ArrayList<>();
  private final List<LoadSession> sessions = new ArrayList<>();

  Traffic(Setup setup) {
    this.setup = setup;
  }

  void add(Sender sender, LoadSession session, List<Flow> flows) {
    sender.in(session);
    senders.add(new Sending(sender, session, flows));
    sessions.add(session);
  }

  void add(LoadSession session) {
    sessions.add(session);
  }

  /** Agrees keys, lets the load run through warm-up and duration, and waits until it rests. */
  Window run() throws InterruptedException {
    setup.connector().agree(senders.stream().map(Sending::sender).toList());
    ScenarioOptions options = setup.options();
    if (options.rate() > 0) {
      pace(options.rate());
    } else {
      senders.forEach(sending ->
          sending.session().loop().execute(() -> sending.sender().begin(options.window())));
    }
    Measurement measurement = setup.measurement();
    Window window = measurement.watch(options.warmup(), options.duration(), setup.run()::leaving);
    rest();
    measurement.addLate(window);
    return window;
  }

  /** Shares the rate among loops by their senders. */
  private void pace(double rate) {
    for (LoopSenders group : byLoop()) {
      List<LongConsumer> offers =
          group.senders().stream().<LongConsumer>map(one -> one.sender()::offer).toList();
      double share = rate * offers.size() / senders.size();
      Pacer.start(group.loop(), share, offers, setup.run()::stopped);
    }
  }

  /** Sessions that took part. */
  int sessions() {
    return sessions.size();
  }

  /** Accepted and never delivered, over the whole run. */
  long lost() {
    return sum(sending -> sending.flows().stream().mapToLong(Flow::lost).sum());
  }

  /** Acks everything and closes all sessions. */
  void goodbye() throws InterruptedException {
    sessions.forEach(session -> session.loop().execute(session::close));
    CompletableFuture<?>[] ends =
        sessions.stream().map(LoadSession::ended).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
      setup.run().tally().trouble("sessions that did not close", 1);
    }
  }

  private void rest() throws InterruptedException {
    long behind = sum(sending -> sending.sender().behind());
    if (behind > 0) {
      setup
          .run()
          .tally()
          .trouble("messages that should have left and could not, in no percentile", behind);
    }
    setup.run().stop();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REST_SECONDS);
    while (sum(sending -> sending.sender().inFlight()) > 0
        && sessions.stream().anyMatch(session -> !session.ended().isDone())
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long pending = sum(sending -> sending.sender().inFlight());
    if (pending > 0) {
      setup.run().tally().trouble("messages that never arrived, in no percentile", pending);
    }
    sessions.forEach(session -> session.loop().execute(session::flushAck));
  }

  private long sum(ToLongFunction<Sending> value) {
    return byLoop().stream()
        .mapToLong(group ->
            CompletableFuture.supplyAsync(
                    () -> group.senders().stream().mapToLong(value).sum(), group.loop())
                .join())
        .sum();
  }

  private List<LoopSenders> byLoop() {
    LoadRun run = setup.run();
    List<LoopSenders> groups = new ArrayList<>();
    for (int i = 0; i < run.transport().loops(); i++) {
      EventLoop loop = run.transport().loop(i);
      List<Sending> here =
          senders.stream().filter(sending -> sending.session().loop().equals(loop)).toList();
      if (!here.isEmpty()) {
        groups.add(new LoopSenders(loop, here));
      }
    }
    return groups;
  }

  /** A sender with its session and its flows. */
  record Sending(Sender sender, LoadSession session, List<Flow> flows) {}

  /** The senders of one loop. */
  record LoopSenders(EventLoop loop, List<Sending> senders) {}
}
