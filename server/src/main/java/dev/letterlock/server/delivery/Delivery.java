package dev.letterlock.server.delivery;

import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.delivery.lane.Aftermath;
import dev.letterlock.server.delivery.lane.AgedInbox;
import dev.letterlock.server.delivery.lane.DeliveryMeters;
import dev.letterlock.server.delivery.lane.Fanout;
import dev.letterlock.server.delivery.lane.FanoutPool;
import dev.letterlock.server.delivery.lane.InboxReader;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.server.delivery.lane.Lanes;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.receipt.AckHandler;
import dev.letterlock.server.delivery.receipt.ReadReceiptHandler;
import dev.letterlock.server.delivery.resume.SessionStart;
import dev.letterlock.server.delivery.sending.DirectConversations;
import dev.letterlock.server.delivery.sending.Expiry;
import dev.letterlock.server.delivery.sending.SendHandler;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.roster.Memberships;
import dev.letterlock.server.roster.RecentRosters;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.storage.inbox.BatchSpares;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxEngine;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Wires the delivery of one process: a lane and its handlers for each event loop. */
public final class Delivery {
  private static final int FIRST_ARENA_BYTES = 8 * 1024;

  private final Ports ports;
  private final FanoutPool pool;
  private final List<Handlers> handlers = new ArrayList<>();

  /**
   * What delivery stands on.
   *
   * @param retention how long a message waits at most
   * @param welcomes makes the Welcome that names a cursor
   */
  public record Ports(
      InboxEngine engine,
      AgedInbox aged,
      Rosters rosters,
      Conversations conversations,
      WakeUps wakeUps,
      Duration retention,
      Function<Cursor, Welcome> welcomes) {}

  /** Who may write to whom: two users, or the members of a group. */
  public record Conversations(DirectConversations direct, Memberships groups) {}

  /**
   * An event loop.
   *
   * @param wakeTurnEnd makes sure that {@link Lane#endTurn} is called at the end of this turn
   */
  public record Loop(EventExecutor executor, Runnable wakeTurnEnd) {}

  /** What the frames of one event loop's sessions are handed to. */
  public record Handlers(
      Lane lane,
      SendHandler sends,
      AckHandler acks,
      ReadReceiptHandler readReceipts,
      InboxReader reader,
      SessionStart starts) {}

  public Delivery(Ports ports, List<Loop> loops, Clock clock, IntFunction<DeliveryMeters> meters) {
    this.ports = ports;
    List<Lane> lanes = new ArrayList<>();
    List<Aftermath> aftermaths = new ArrayList<>();
    ReceiptCourier courier = new ReceiptCourier(ports.rosters());
    BatchSpares spares = new BatchSpares();
    this.pool = new FanoutPool(owner -> fanout(owner, spares, lanes, aftermaths));
    for (int i = 0; i < loops.size(); i++) {
      Loop loop = loops.get(i);
      Lane lane = new Lane(i, loop.executor(), ports.engine(), pool, loop.wakeTurnEnd());
      InboxReader reader = new InboxReader(ports.engine(), ports.aged(), meters.apply(i));
      lanes.add(lane);
      aftermaths.add(new Aftermath(lane, reader, ports.wakeUps(), courier, meters.apply(i)));
      handlers.add(handlers(lane, reader, new Expiry(clock, ports.retention()), meters.apply(i)));
    }
  }

  /** The handlers of the event loop with this index. */
  public Handlers handlers(int index) {
    return handlers.get(index);
  }

  /** Frees the idle batches, and each of those in flight when it comes back. */
  public void close() {
    pool.close();
  }

  private static Fanout fanout(
      FanoutPool owner, BatchSpares spares, List<Lane> lanes, List<Aftermath> aftermaths) {
    return new Fanout(
        owner,
        new Lanes(lanes),
        aftermaths.toArray(Aftermath[]::new),
        new InboxBatch(PooledByteBufAllocator.DEFAULT.directBuffer(FIRST_ARENA_BYTES), spares));
  }

  private Handlers handlers(Lane lane, InboxReader reader, Expiry expiry, DeliveryMeters meters) {
    DirectConversations direct = ports.conversations().direct();
    AckHandler acks = new AckHandler(lane, new RecentRosters(ports.rosters()), reader, meters);
    return new Handlers(
        lane,
        new SendHandler(lane, ports.rosters(), direct, ports.conversations().groups(), expiry),
        acks,
        new ReadReceiptHandler(lane, ports.rosters(), direct),
        reader,
        new SessionStart(ports.engine(), ports.aged(), acks, reader, ports.welcomes()));
  }
}
