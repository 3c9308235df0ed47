package dev.letterlock.loadtest.peer;

import dev.letterlock.client.AckPolicy;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.PendingAck;
import dev.letterlock.client.SessionListener;
import dev.letterlock.client.SessionOptions;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connected device of a run: acks what it stores within 50 ms or 32 messages and confirms
 * receipts; what else arrives is its role's. Told to go away, it ends the run and stays until all
 * that is on its way has arrived. Confined to one loop but for {@link #connect}.
 */
public final class LoadSession implements SessionListener {

  /** A sweep comes every 10 ms, so that no ack waits longer than 50. */
  private static final AckPolicy ACKS = new AckPolicy(32, Duration.ofMillis(40));

  private static final int NORMAL_CLOSE = 1000;

  /** What a session is there for. */
  public interface Role {

    /** The session is open. */
    default void opened(Welcome welcome) {}

    /** A message arrived; its envelope is a view that ends with this call. */
    default void delivered(Deliver deliver) {}

    /** Any frame that is not about the inbox. */
    default void answered(ServerFrame frame) {}
  }

  private final LoadRun run;
  private final LoadDevice device;
  private final Role role;
  private final int loop;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Closure> ended = new CompletableFuture<>();
  private PendingAck acks;
  private @Nullable ClientConnection connection;
  private boolean queued;
  private boolean closing;
  private long pingAfter;
  private long lastSent;

  /**
   * Prepares a session.
   *
   * @param loop index of the transport's loop on which it lives
   */
  public LoadSession(LoadRun run, LoadDevice device, int loop, Role role) {
    this(run, device, loop, role, Cursor.ZERO);
  }

  private LoadSession(LoadRun run, LoadDevice device, int loop, Role role, Cursor stored) {
    this.run = run;
    this.device = device;
    this.loop = loop;
    this.role = role;
    this.acks = new PendingAck(ACKS, stored);
  }

  /** Prepares the session in which the device goes on after this one is over. */
  public LoadSession next() {
    return new LoadSession(run, device, loop, role, acks.stored());
  }

  public LoadDevice device() {
    return device;
  }

  /** The loop on which it lives. */
  public EventLoop loop() {
    return run.transport().loop(loop);
  }

  /**
   * Connects; safe for any thread.
   *
   * @param local the address to connect from, or null
   * @return completed when Welcome has come, or with {@link SessionFailed}
   */
  public CompletableFuture<Void> connect(@Nullable InetSocketAddress local) {
    SessionOptions options =
        SessionOptions.of(run.url(), device.address().device(), device.token(), acks.stored());
    ClientConnection.open(
        run.transport(), local == null ? options : options.from(local), this, loop);
    return opened;
  }

  /** Completed when the connection is over. */
  public CompletableFuture<Closure> ended() {
    return ended;
  }

  /** Acks everything and says goodbye. */
  public void close() {
    flushAck();
    closing = true;
    if (connection != null) {
      connection.close(NORMAL_CLOSE);
    }
  }

  /** Acks what is stored, now. */
  public void flushAck() {
    if (connection != null && acks.pending() > 0) {
      run.tally().acked(acks.pending());
      send(acks.take());
    }
  }

  @Override
  public void welcomed(ClientConnection welcomed, Welcome welcome) {
    connection = welcomed;
    lastSent = System.nanoTime();
    pingAfter = TimeUnit.SECONDS.toNanos(welcome.pingSeconds()) * 3 / 4;
    acks = new PendingAck(ACKS, welcome.cursor());
    if (pingAfter > 0) {
      run.sweep(loop).opened(this);
    }
    run.tally().connected();
    role.opened(welcome);
    opened.complete(null);
  }

  @Override
  public void received(ServerFrame frame) {
    switch (frame) {
      case Deliver deliver -> {
        role.delivered(deliver);
        acks.stored(deliver.cursor(), System.nanoTime());
        ackSoon();
      }
      case Receipt receipt -> {
        acks.receipt(receipt.mark(), System.nanoTime());
        ackSoon();
      }
      case Gap gap -> {
        run.tally().trouble("gap " + gap.reason(), 1);
        acks.stored(gap.to(), System.nanoTime());
        ackSoon();
      }
      case GoAway _ -> run.toldToGo();
      default -> role.answered(frame);
    }
  }

  @Override
  public void ended(Closure closure) {
    connection = null;
    opened.completeExceptionally(new SessionFailed(closure));
    if (!closing && !run.leaving()) {
      run.tally().broke(closure.describe());
    }
    ended.complete(closure);
  }

  /** Whether messages come and can be sent. */
  public boolean isOpen() {
    return connection != null;
  }

  int nextRef() {
    return connection == null ? 0 : connection.nextRef();
  }

  void send(OutgoingSend message) {
    if (connection != null) {
      connection.send(message);
      lastSent = System.nanoTime();
    }
  }

  void send(ClientFrame frame) {
    if (connection != null) {
      connection.send(frame);
      lastSent = System.nanoTime();
    }
  }

  /** Called by the sweep: acks if it is time; false once nothing waits any more. */
  boolean keepsWaiting(long now) {
    if (acks.due(now)) {
      flushAck();
    }
    queued = connection != null && acks.pending() > 0;
    return queued;
  }

  /** Called by the sweep; false once the session is over. */
  boolean pingIfSilent(long now) {
    if (now - lastSent > pingAfter) {
      send(new Ping(now));
    }
    return connection != null;
  }

  private void ackSoon() {
    if (acks.due(System.nanoTime())) {
      flushAck();
    } else if (!queued) {
      queued = true;
      run.sweep(loop).ackLater(this);
    }
  }

  /** The session did not come about, or is over. */
  public static final class SessionFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final Closure closure;

    SessionFailed(Closure closure) {
      super(closure.describe(), null, false, false);
      this.closure = closure;
    }

    public Closure closure() {
      return closure;
    }
  }
}
