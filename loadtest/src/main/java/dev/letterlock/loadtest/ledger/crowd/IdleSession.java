package dev.letterlock.loadtest.ledger.crowd;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.SessionListener;
import dev.letterlock.client.SessionOptions;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.ledger.device.Endings;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device that holds a session and says nothing but that it is there. It comes back whenever there
 * is a server, far sooner than people's devices do. Confined to one loop.
 */
final class IdleSession implements SessionListener {

  private static final Duration LEAST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

  private final IdleProcess process;
  private final int device;
  private final String token;
  private final Backoff backoff =
      new Backoff(LEAST_PAUSE, LONGEST_PAUSE, ThreadLocalRandom.current());
  private @Nullable ClientConnection connection;
  private @Nullable ScheduledFuture<?> pings;

  /**
   * Prepares a device.
   *
   * @param token its access token, a secret
   */
  IdleSession(IdleProcess process, int device, String token) {
    this.process = process;
    this.device = device;
    this.token = token;
  }

  /** Begins a session. */
  void connect(ServerUrl server) {
    SessionOptions options = SessionOptions.of(server, device, token, Cursor.ZERO);
    ClientConnection.open(process.transport(), options.from(process.local()), this, 0);
  }

  @Override
  public void welcomed(ClientConnection opened, Welcome welcome) {
    connection = opened;
    backoff.reset();
    process.came();
    long pingMillis = TimeUnit.SECONDS.toMillis(welcome.pingSeconds()) * 3 / 4;
    if (pingMillis > 0) {
      pings =
          opened
              .loop()
              .scheduleAtFixedRate(
                  () -> opened.send(new Ping(0)),
                  ThreadLocalRandom.current().nextLong(pingMillis),
                  pingMillis,
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void received(ServerFrame frame) {
    if (frame instanceof GoAway goAway && connection != null) {
      ClientConnection left = connection;
      process.after(
          Integer.toUnsignedLong(goAway.reconnectAfterMillis()),
          () -> left.close(CloseCode.NORMAL.code()));
    }
  }

  @Override
  public void ended(Closure closure) {
    process.tally().trouble("idle session " + Endings.words(closure), 1);
    if (connection != null) {
      connection = null;
      process.went();
    } else {
      process.failed();
    }
    if (pings != null) {
      pings.cancel(false);
      pings = null;
    }
    process.after(backoff.next().toMillis(), () -> process.lineUp(this));
  }
}
