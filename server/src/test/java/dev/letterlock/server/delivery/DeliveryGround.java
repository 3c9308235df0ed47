package dev.letterlock.server.delivery;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Alone;
import dev.letterlock.server.delivery.lane.AgedInbox;
import dev.letterlock.server.delivery.lane.DeliveryMeters;
import dev.letterlock.server.delivery.lane.InboxSources;
import dev.letterlock.server.delivery.sending.DirectConversations;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.roster.Membership;
import dev.letterlock.server.roster.Memberships;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.Credits;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.local.InboxConfig;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Delivery over a real inbox engine, with event loops and clients that a test steers. */
public final class DeliveryGround implements AutoCloseable {
  private static final int LIMIT = 1_000;

  public final HeldRosters rosters = new HeldRosters();

  /** Devices that something was stored for while they were connected nowhere. */
  public final List<String> woken = new CopyOnWriteArrayList<>();

  /** Users who have sent nothing yet that was stored. */
  public final Set<UserId> strangers = ConcurrentHashMap.newKeySet();

  /** Users for whom a conversation was made. */
  public final List<UserId> created = new CopyOnWriteArrayList<>();

  private final Map<ConversationId, Membership> memberships = new ConcurrentHashMap<>();
  private final Recipients recipients = new Recipients();
  private final List<EventExecutor> loops = new ArrayList<>();
  private final InboxEngine engine;
  private final Delivery delivery;

  /**
   * Starts it.
   *
   * @param lanes event loops
   */
  public DeliveryGround(Path directory, int lanes) {
    this(
        LocalInboxEngine.open(
            new InboxConfig(
                directory, Durability.SYNC, LIMIT, Duration.ofDays(30), Clock.systemUTC())),
        (device, after, upTo, entries, bytes) -> nothing(),
        lanes);
  }

  /** As above, over an engine that is closed with it. */
  public DeliveryGround(InboxEngine engine, AgedInbox aged, int lanes) {
    this.engine = engine;
    List<Delivery.Loop> all = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      EventExecutor loop = new DefaultEventExecutor();
      int lane = i;
      loops.add(loop);
      all.add(new Delivery.Loop(loop, () -> loop.execute(() -> endTurn(lane))));
    }
    this.delivery =
        new Delivery(
            new Delivery.Ports(
                new InboxSources(engine, aged),
                new Alone(),
                rosters,
                new Delivery.Conversations(new AllConversations(), new HeldGroups()),
                new Woken(),
                Duration.ofDays(30),
                DeliveryGround::welcome),
            all,
            Clock.systemUTC(),
            _ -> new NoMeters());
  }

  /** The user's roster is in memory: devices under version 1 and registration 1000 + device. */
  public Roster hold(UserId user, int... devices) {
    Roster roster = roster(user, devices);
    rosters.hold(roster);
    return roster;
  }

  /** A group of epoch 1 is in memory; the rosters of its members are to be held too. */
  public void holdGroup(ConversationId group, UserId... members) {
    memberships.put(group, new Membership(group, 1, Set.of(members)));
  }

  public Roster roster(UserId user, int... devices) {
    List<Recipient> members = new ArrayList<>();
    int[] registrations = new int[devices.length];
    for (int i = 0; i < devices.length; i++) {
      members.add(recipients.of(user, devices[i]));
      registrations[i] = 1000 + devices[i];
    }
    return new Roster(user, 1, members, registrations);
  }

  /** Connects a device on a lane; its inbox follows from the beginning. */
  public TestClient connect(UserId user, int device, int lane) {
    TestClient client =
        new TestClient(
            recipients.of(user, device),
            loops.get(lane),
            delivery.handlers(lane),
            new Credits(Wire.MAX_UNANSWERED, Wire.MIN_CREDIT_BYTES));
    client.next(Welcome.class);
    return client;
  }

  /** What the frames of a lane's sessions are handed to. */
  public Delivery.Handlers handlers(int lane) {
    return delivery.handlers(lane);
  }

  public EventExecutor loop(int lane) {
    return loops.get(lane);
  }

  /** Asks the engine as if it were a server's. */
  public InboxClient inbox() {
    return new InboxClient(engine);
  }

  @Override
  public void close() {
    engine.close();
    for (EventExecutor loop : loops) {
      loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    delivery.close();
  }

  private void endTurn(int lane) {
    delivery.handlers(lane).lane().endTurn();
  }

  private static CompletionStage<InboxPage> nothing() {
    return CompletableFuture.completedFuture(new InboxPage(List.of(), true));
  }

  private static Welcome welcome(Cursor cursor) {
    return new Welcome(
        0,
        cursor,
        Wire.MAX_FRAME,
        1,
        Wire.MAX_UNANSWERED,
        1,
        1,
        Welcome.Durability.SYNC,
        1,
        Wire.MINOR);
  }

  private final class Woken implements WakeUps {
    @Override
    public void offline(DeviceAddress device, boolean urgent) {
      woken.add(device + (urgent ? " urgent" : ""));
    }

    @Override
    public void returned(DeviceAddress device) {}
  }

  /** Every pair has a conversation under every id, but for strangers until it is created. */
  private final class AllConversations implements DirectConversations {
    @Override
    public boolean knownSender(ConversationId conversation, UserId sender, UserId recipient) {
      return !strangers.contains(sender);
    }

    @Override
    public boolean known(ConversationId conversation, UserId one, UserId other) {
      return true;
    }

    @Override
    public boolean isIdOf(ConversationId conversation, UserId one, UserId other) {
      return true;
    }

    @Override
    public CompletionStage<Void> create(
        ConversationId conversation, UserId sender, UserId recipient) {
      created.add(sender);
      strangers.remove(sender);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> exists(ConversationId conversation, UserId one, UserId other) {
      return CompletableFuture.completedFuture(true);
    }
  }

  private final class HeldGroups implements Memberships {
    @Override
    public @Nullable Membership cached(ConversationId group) {
      return memberships.get(group);
    }

    @Override
    public CompletionStage<Membership> load(ConversationId group) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("away", new IllegalStateException()));
    }
  }

  private static final class NoMeters implements DeliveryMeters {
    @Override
    public void accepted(long micros) {}

    @Override
    public void delivered(long micros) {}

    @Override
    public void deliveredFromInbox() {}

    @Override
    public void deliveredFromElsewhere() {}

    @Override
    public void acked(int entries) {}
  }
}
