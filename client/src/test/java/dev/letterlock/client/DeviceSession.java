package dev.letterlock.client;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A device without keys and disk, for tests of the wire: resumes its inbox, acks what is stored,
 * resubmits what was not answered, and reconnects after a growing delay (docs/PROTOCOL.md §3, §7).
 * Public methods are safe for any thread; everything else happens on one event loop.
 */
public final class DeviceSession implements SessionListener {

  private final ClientTransport transport;
  private final Settings settings;
  private final Supplier<String> tokens;
  private final DeviceInbox inbox;
  private final Backoff backoff;
  private final EventLoop loop;
  private final Outbox outbox = new Outbox();
  private final PendingAck acks;
  private @Nullable ClientConnection connection;
  private boolean ackTimer;
  private boolean heard;
  private boolean stopped;
  private long goAwayMillis;

  /**
   * Where and how a session lives.
   *
   * @param device the device's number within its user, u32
   * @param loop index of the transport's loop that owns the session
   */
  public record Settings(ServerUrl url, int device, AckPolicy acks, int loop) {}

  /**
   * Prepares a session; {@link #start} begins it.
   *
   * @param tokens asked for an access token before each attempt, on a virtual thread: may block
   * @param resume the last place of the inbox that the device has stored
   */
  public DeviceSession(
      ClientTransport transport,
      Settings settings,
      Supplier<String> tokens,
      Cursor resume,
      DeviceInbox inbox,
      Backoff backoff) {
    this.transport = transport;
    this.settings = settings;
    this.tokens = tokens;
    this.inbox = inbox;
    this.backoff = backoff;
    this.loop = transport.loop(settings.loop());
    this.acks = new PendingAck(settings.acks(), resume);
  }

  /** Connects, and from then on stays connected. */
  public void start() {
    Thread.ofVirtual().start(this::connect);
  }

  /**
   * Hands in a message, now or when there is a connection; its ref does not matter.
   *
   * @return completed on the event loop when the server has answered
   */
  public CompletionStage<SendResult> send(OutgoingSend send) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    loop.execute(() -> {
      if (stopped) {
        result.complete(new SendResult.Unanswered());
      } else {
        var _ = outbox.add(send).thenAccept(result::complete);
      }
    });
    return result;
  }

  /** Sends any other frame if there is a connection, else forgets it. */
  public void request(ClientFrame frame) {
    loop.execute(() -> {
      if (connection != null) {
        connection.send(frame);
      }
    });
  }

  /** The last place of the inbox that the device has stored; completed on the event loop. */
  public CompletionStage<Cursor> stored() {
    return CompletableFuture.supplyAsync(acks::stored, loop);
  }

  /** Acks what is stored, says goodbye and stays away. */
  public void stop() {
    loop.execute(() -> stop("stopped here"));
  }

  /** Breaks the connection as a lost network does; the session comes back by itself. */
  public void breakConnection() {
    loop.execute(() -> {
      if (connection != null) {
        connection.abort();
      }
    });
  }

  @Override
  public void welcomed(ClientConnection opened, Welcome welcome) {
    connection = opened;
    if (stopped) {
      opened.close(CloseCode.NORMAL.code());
      return;
    }
    backoff.reset();
    long known = acks.stored().epoch();
    boolean newEpoch = known != 0 && known != welcome.cursor().epoch();
    outbox.connected(opened, welcome.maxUnanswered(), welcome.acceptedHorizonMillis(), newEpoch);
    if (welcome.pingSeconds() > 0) {
      watch(opened, welcome.pingSeconds());
    }
  }

  @Override
  public void received(ServerFrame frame) {
    heard = true;
    switch (frame) {
      case Deliver deliver -> delivered(deliver);
      case Gap gap -> gap(gap);
      case Receipt receipt -> receipt(receipt);
      case Accepted accepted -> outbox.accepted(accepted);
      case RosterMismatch mismatch -> outbox.mismatched(mismatch);
      case Failure failure -> failed(failure);
      case GoAway goAway -> goAwayMillis = Integer.toUnsignedLong(goAway.reconnectAfterMillis());
      case InboxDrained _, PreKeyBundles _, KeysLow _, Pong _, UnknownServerFrame _, Welcome _ ->
          inbox.other(frame);
    }
  }

  @Override
  public void ended(Closure closure) {
    connection = null;
    outbox.disconnected();
    if (stopped) {
      return;
    }
    switch (ReconnectAdvice.of(closure)) {
      case AT_WILL, BACK_OFF, NEW_TOKEN -> reconnectLater();
      case NEVER -> stop(closure.describe());
    }
  }

  private void connect() {
    String token;
    try {
      token = tokens.get();
    } catch (RuntimeException e) {
      loop.execute(() -> ended(new Closure.Unreachable(e)));
      return;
    }
    loop.execute(() -> {
      SessionOptions options =
          SessionOptions.of(settings.url(), settings.device(), token, acks.stored());
      ClientConnection.open(transport, options, this, settings.loop());
    });
  }

  private void reconnectLater() {
    long wait = Math.max(backoff.next().toMillis(), goAwayMillis);
    goAwayMillis = 0;
    after(wait, this::start);
  }

  private void delivered(Deliver deliver) {
    Cursor cursor = deliver.cursor();
    if (cursor.equals(Cursor.ZERO)) {
      inbox.delivered(deliver);
    } else if (cursor.compareTo(acks.stored()) > 0 && store(() -> inbox.delivered(deliver))) {
      acks.stored(cursor, System.nanoTime());
      ackSoon();
    }
  }

  private void gap(Gap gap) {
    if (gap.to().compareTo(acks.stored()) > 0 && store(() -> inbox.gap(gap))) {
      acks.stored(gap.to(), System.nanoTime());
      ackSoon();
    }
  }

  private void receipt(Receipt receipt) {
    if (store(() -> inbox.receipt(receipt))) {
      acks.receipt(receipt.mark(), System.nanoTime());
      ackSoon();
    }
  }

  /** Runs what the application does; when that fails, nothing later may be acked either. */
  private boolean store(Runnable application) {
    ClientConnection open = connection;
    if (open == null) {
      return false;
    }
    try {
      application.run();
      return true;
    } catch (RuntimeException e) {
      connection = null;
      outbox.disconnected();
      open.abort();
      return false;
    }
  }

  private void failed(Failure failure) {
    if (failure.firstRef() != 0) {
      outbox.refused(failure);
    } else {
      inbox.other(failure);
    }
  }

  private void ackSoon() {
    if (acks.due(System.nanoTime())) {
      ack();
    } else if (!ackTimer) {
      ackTimer = true;
      after(
          settings.acks().delay().toMillis(),
          () -> {
            ackTimer = false;
            ack();
          });
    }
  }

  private void ack() {
    if (connection != null && acks.pending() > 0) {
      connection.send(acks.take());
    }
  }

  private void watch(ClientConnection watched, int seconds) {
    heard = false;
    BooleanSupplier current = () -> connection == watched;
    after(
        Duration.ofSeconds(seconds).toMillis(),
        () -> {
          if (current.getAsBoolean()) {
            if (!heard) {
              watched.send(new Ping(0));
            }
            watch(watched, seconds);
          }
        });
  }

  private void stop(String reason) {
    if (stopped) {
      return;
    }
    ack();
    stopped = true;
    if (connection != null) {
      connection.close(CloseCode.NORMAL.code());
    }
    outbox.stop();
    inbox.stopped(reason);
  }

  private void after(long millis, Runnable task) {
    var _ = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }
}
