package dev.letterlock.server;

import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.cluster.PeerSink;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.delivery.Delivery;
import dev.letterlock.server.dispatch.ClientSocket;
import dev.letterlock.server.dispatch.Dispatcher;
import dev.letterlock.server.dispatch.HelloCheck;
import dev.letterlock.server.dispatch.LoopDesk;
import dev.letterlock.server.dispatch.PreKeyDesk;
import dev.letterlock.server.metrics.LoopMeters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.EdgeLoop;
import dev.letterlock.server.net.SessionOpener;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.session.Recipients;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Delivery with a desk for each event loop: what a connection becomes after its upgrade. */
final class Messaging implements AutoCloseable {
  private static final int TICK_MILLIS = 100;

  private final Delivery delivery;
  private final Recipients recipients;
  private final List<LoopDesk> desks = new ArrayList<>();
  private final List<Dispatcher> dispatchers = new ArrayList<>();
  private final List<LoopLag> lags = new ArrayList<>();

  /** What sessions need besides delivery. */
  record Parts(
      Recipients recipients,
      HelloCheck hellos,
      PreKeyDesk preKeys,
      WakeUps wakeUps,
      Consumer<TokenClaims> opened) {}

  Messaging(
      Transport transport, Delivery.Ports ports, Parts parts, ServerMetrics metrics, Clock clock) {
    List<LoopMeters> meters = transport.loops().stream().map(loop -> metrics.newLoop()).toList();
    this.recipients = parts.recipients();
    this.delivery =
        new Delivery(
            ports,
            transport.loops().stream().map(Messaging::loop).toList(),
            clock,
            index -> new LaneMeters(meters.get(index)));
    for (EdgeLoop loop : transport.loops()) {
      LoopDesk desk = desk(loop, parts, meters.get(loop.index()));
      desks.add(desk);
      dispatchers.add(new Dispatcher(desk, new CountedRejections(metrics), clock));
      begin(loop, desk.handlers());
    }
  }

  /** Makes sessions of connections. */
  SessionOpener opener() {
    return (connection, upgraded) -> {
      int index = connection.loop().index();
      return new ClientSocket(connection, upgraded, desks.get(index), dispatchers.get(index));
    };
  }

  /** Takes what other nodes have for sessions of this one. */
  PeerSink arrivals() {
    return delivery.arrivals(recipients);
  }

  /** How late the latest tick of the slowest event loop was, in seconds. */
  double lagSeconds() {
    return lags.stream().mapToDouble(LoopLag::seconds).max().orElse(0);
  }

  /** The Welcome that tells this configuration. */
  static Welcome welcome(ServerConfig config, int pingSeconds, Clock clock, Cursor cursor) {
    ServerConfig.Storage storage = config.storage();
    return new Welcome(
        TimeUnit.MILLISECONDS.toMicros(clock.millis()),
        cursor,
        Wire.MAX_FRAME,
        PayloadSize.MAX_SLICE,
        Wire.MAX_UNANSWERED,
        Math.toIntExact(storage.retention().toSeconds()),
        Math.toIntExact(storage.acceptedHorizon().toMillis()),
        Welcome.Durability.valueOf(storage.durability().name()),
        pingSeconds,
        Wire.MINOR);
  }

  /** Frees what delivery keeps for messages to come. */
  @Override
  public void close() {
    delivery.close();
  }

  private static Delivery.Loop loop(EdgeLoop loop) {
    return new Delivery.Loop(loop.eventLoop(), loop.flushes()::wake);
  }

  private LoopDesk desk(EdgeLoop loop, Parts parts, LoopMeters meters) {
    return new LoopDesk(
        new ClientFrameDecoder(),
        delivery.handlers(loop.index()),
        parts.hellos(),
        parts.recipients(),
        parts.preKeys(),
        parts.wakeUps(),
        parts.opened(),
        meters);
  }

  private void begin(EdgeLoop loop, Delivery.Handlers handlers) {
    LoopLag lag = new LoopLag(TICK_MILLIS);
    lags.add(lag);
    loop.eventLoop().execute(() -> loop.flushes().beforeFlush(handlers.lane()::endTurn));
    var _ =
        loop.eventLoop()
            .scheduleAtFixedRate(lag::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
