package dev.letterlock.server.delivery;

import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.cluster.PeerSink;
import dev.letterlock.server.cluster.Whereabouts;
import dev.letterlock.server.delivery.lane.Aftermath;
import dev.letterlock.server.delivery.lane.Arrivals;
import dev.letterlock.server.delivery.lane.DeliveryMeters;
import dev.letterlock.server.delivery.lane.Fanout;
import dev.letterlock.server.delivery.lane.FanoutPool;
import dev.letterlock.server.delivery.lane.InboxReader;
import dev.letterlock.server.delivery.lane.InboxSources;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.server.delivery.lane.Lanes;
import dev.letterlock.server.delivery.lane.Parcels;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.lane.ReceiptReader;
import dev.letterlock.server.delivery.receipt.AckHandler;
import dev.letterlock.server.delivery.receipt.ReadReceiptHandler;
import dev.letterlock.server.delivery.resume.Examiner;
import dev.letterlock.server.delivery.resume.SessionStart;
import dev.letterlock.server.delivery.sending.DirectConversations;
import dev.letterlock.server.delivery.sending.Expiry;
import dev.letterlock.server.delivery.sending.SendHandler;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.roster.Memberships;
import dev.letterlock.server.roster.RecentRosters;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.Recipients;
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
  private final ReceiptReader receipts;
  private final ReceiptCourier courier;
  private final Whereabouts whereabouts;
  private final FanoutPool pool;
  private final List<Handlers> handlers = new ArrayList<>();
  private final List<Arrivals.Desk> desks = new ArrayList<>();

  /**
   * What delivery stands on.
   *
   * @param node this server among others on the same inboxes
   * @param retention how long a message waits at most
   * @param welcomes makes the Welcome that names a cursor
   */
  public record Ports(
      InboxSources inboxes,
      Node node,
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
      SessionStart starts,
      Examiner examiner) {}

  public Delivery(Ports ports, List<Loop> loops, Clock clock, IntFunction<DeliveryMeters> meters) {
    this.ports = ports;
    this.receipts = new ReceiptReader(ports.inboxes().engine()::pendingReceipts);
    this.courier = new ReceiptCourier(ports.rosters(), receipts, ports.node());
    this.whereabouts = new Whereabouts(ports.node());
    List<Lane> lanes = new ArrayList<>();
    List<Aftermath> aftermaths = new ArrayList<>();
    BatchSpares spares = new BatchSpares();
    this.pool = new FanoutPool(owner -> fanout(owner, spares, lanes, aftermaths));
    for (int i = 0; i < loops.size(); i++) {
      Loop loop = loops.get(i);
      InboxEngine engine = ports.inboxes().engine();
      Lane lane = new Lane(i, loop.executor(), engine, pool, loop.wakeTurnEnd());
      InboxReader reader = new InboxReader(ports.inboxes(), meters.apply(i));
      lanes.add(lane);
      desks.add(new Arrivals.Desk(reader, meters.apply(i)));
      aftermaths.add(aftermath(lane, reader, meters.apply(i)));
      handlers.add(handlers(lane, reader, new Expiry(clock, ports.retention()), meters.apply(i)));
    }
  }

  /** Takes what other nodes have for sessions that are connected here. */
  public PeerSink arrivals(Recipients recipients) {
    return new Arrivals(recipients, desks, receipts, ports.wakeUps());
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

  private Aftermath aftermath(Lane lane, InboxReader reader, DeliveryMeters meters) {
    Parcels parcels = new Parcels(ports.node(), ports.wakeUps(), PooledByteBufAllocator.DEFAULT);
    return new Aftermath(lane, reader, receipts, ports.wakeUps(), courier, parcels, meters);
  }

  private Handlers handlers(Lane lane, InboxReader reader, Expiry expiry, DeliveryMeters meters) {
    DirectConversations direct = ports.conversations().direct();
    Memberships groups = ports.conversations().groups();
    Node node = ports.node();
    RecentRosters recent = new RecentRosters(ports.rosters());
    AckHandler acks = new AckHandler(lane, recent, reader, node, meters);
    return new Handlers(
        lane,
        new SendHandler(lane, ports.rosters(), direct, groups, whereabouts, expiry),
        acks,
        new ReadReceiptHandler(lane, ports.rosters(), direct, node),
        reader,
        new SessionStart(ports.inboxes(), node, acks, reader, receipts, ports.welcomes()),
        new Examiner(node, lane.executor(), reader, receipts));
  }
}
