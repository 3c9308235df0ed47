package dev.letterlock.client.messenger.line;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.ClientConnection;
import dev.letterlock.client.ReconnectAdvice;
import dev.letterlock.client.SessionListener;
import dev.letterlock.client.SessionOptions;
import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.StoredPlace;
import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.CloseCode.Reconnect;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a profile, made again after a growing delay with jitter whenever it is lost
 * (docs/PROTOCOL.md §3, §7). Lives on one event loop and tells the desk what it hears; what the
 * desk sends for a connection that is gone goes nowhere, as the desk will learn.
 */
public final class Line implements SessionListener {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);
  private static final long MOST_GOODBYE_MILLIS = 2_000;
  private static final String NO_MESSAGE =
      "The server sent something that is no message; nothing of it was used.";
  private static final String AGAIN =
      "The server began the same session a second time; the connection begins again.";
  private static final String TOO_MUCH =
      "The server sent more at once than this device has room for; the connection begins again.";

  private final ClientTransport transport;
  private final ServerUrl url;
  private final int device;
  private final AccessTokens tokens;
  private final Backoff backoff;
  private final Supplier<StoredPlace> resume;
  private final Ear ear;
  private final EventLoop loop;
  private final Heartbeat heartbeat;
  private final OfferedCredit credit =
      new OfferedCredit(SessionOptions.CREDIT_MESSAGES, SessionOptions.CREDIT_BYTES);
  private final FrameBacklog backlog = new FrameBacklog();
  private @Nullable ClientConnection connection;
  private boolean givenUp;
  private boolean stopped;
  private boolean newToken;
  private boolean moving;

  /** What the desk is told, on the event loop: each call is to hop away at once. */
  interface Ear {

    /** From now on the connection takes frames. */
    void welcomed(ClientConnection connection, Welcome welcome);

    void delivered(Letter letter);

    /**
     * Any other frame.
     *
     * @param taken to be run once it has been looked at, or put aside; from any thread
     */
    void heard(ServerFrame frame, Runnable taken);

    void lost();

    /**
     * The server sent what the protocol does not allow, so the connection was closed here.
     *
     * @param sentence for a person
     */
    void misled(String sentence);

    /** No further attempt is made. */
    void stopped(Reason reason, String sentence);
  }

  /**
   * Prepares a line; {@link #start} begins it.
   *
   * @param resume asked on a virtual thread before each attempt: may block
   */
  public Line(
      ClientTransport transport,
      ServerUrl url,
      int device,
      AccessTokens tokens,
      Backoff backoff,
      Supplier<StoredPlace> resume,
      Ear ear) {
    this.transport = transport;
    this.url = url;
    this.device = device;
    this.tokens = tokens;
    this.backoff = backoff;
    this.resume = resume;
    this.ear = ear;
    this.loop = transport.loop(0);
    this.heartbeat = new Heartbeat(loop, watched -> connection == watched, backoff::reset);
  }

  public void start() {
    Thread.ofVirtual().start(this::connect);
  }

  /** Sends a Send that was kept as bytes, if this connection is still the one. */
  void sendKept(ClientConnection on, byte[] frame) {
    onLoop(() -> {
      if (connection == on) {
        on.sendKept(frame);
      }
    });
  }

  /** Sends any other frame, if there is a connection. */
  public void send(ClientFrame frame) {
    onLoop(() -> {
      if (connection != null) {
        connection.send(frame);
        if (frame instanceof Ack ack) {
          credit.acked(ack.cursor());
          useful(true);
        }
      }
    });
  }

  /** Breaks the connection as a lost network does; it comes back by itself. */
  public void breakOff() {
    onLoop(() -> {
      if (connection != null) {
        connection.abort();
      }
    });
  }

  /**
   * Says goodbye and stays away; blocks until that has left, behind all that was handed in before:
   * a transport that is closed then would take it along.
   */
  public void stop() {
    CompletableFuture<Boolean> left = new CompletableFuture<>();
    onLoop(() -> {
      stopped = true;
      if (connection != null) {
        connection.close(CloseCode.NORMAL.code());
      }
      // What is written in a turn of the loop leaves at its end.
      loop.execute(() -> left.complete(true));
    });
    var _ = left.completeOnTimeout(false, MOST_GOODBYE_MILLIS, TimeUnit.MILLISECONDS).join();
  }

  @Override
  public void welcomed(ClientConnection opened, Welcome welcome) {
    if (stopped) {
      opened.close(CloseCode.NORMAL.code());
      return;
    }
    if (connection == opened) {
      giveUp(AGAIN);
      return;
    }
    connection = opened;
    ear.welcomed(opened, welcome);
    if (welcome.pingSeconds() > 0) {
      heartbeat.watch(opened, welcome.pingSeconds(), false);
    }
  }

  @Override
  public void received(ServerFrame frame) {
    if (givenUp) {
      return;
    }
    heartbeat.heard();
    useful(frame instanceof Accepted);
    switch (frame) {
      case Deliver deliver -> take(deliver);
      case Gap gap -> take(gap);
      case GoAway goAway -> moveIn(Integer.toUnsignedLong(goAway.reconnectAfterMillis()));
      default -> hear(frame);
    }
  }

  /**
   * A server that is being stopped serves on for a while, and each device has a moment of its own
   * to find another. What is not answered by then is handed in there again.
   */
  private void moveIn(long millis) {
    ClientConnection left = connection;
    var _ =
        loop.schedule(
            () -> {
              if (left != null && connection == left && !stopped) {
                moving = true;
                left.close(CloseCode.NORMAL.code());
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void hear(ServerFrame frame) {
    if (backlog.add()) {
      ear.heard(frame, backlog::taken);
    } else {
      giveUp(TOO_MUCH);
    }
  }

  private void take(Gap gap) {
    if (!credit.isNew(gap)) {
      return;
    }
    if (credit.isExceeded()) {
      giveUp(TOO_MUCH);
    } else {
      hear(gap);
    }
  }

  /**
   * What is not stored at the server is not limited by credit, anybody may send it to anybody, and
   * nobody who uses this library does: it is not even looked at.
   */
  private void take(Deliver deliver) {
    boolean ephemeral = deliver.cursor().equals(Cursor.ZERO);
    if (ephemeral || !credit.isNew(deliver)) {
      return;
    }
    if (credit.isExceeded()) {
      giveUp(TOO_MUCH);
    } else {
      ear.delivered(Letter.of(deliver));
    }
  }

  /** Nothing more of this connection is looked at; the next one comes by itself. */
  private void giveUp(String sentence) {
    if (connection != null && !givenUp) {
      givenUp = true;
      ear.misled(sentence);
      connection.abort();
    }
  }

  @Override
  public void ended(Closure closure) {
    connection = null;
    givenUp = false;
    credit.begin();
    Reconnect advice = ReconnectAdvice.of(closure);
    boolean moves = moving && closure instanceof Closure.ByClient;
    moving = false;
    boolean misled = closure instanceof Closure.ByClient && !moves;
    boolean forGood = advice == Reconnect.NEVER && !misled && !moves && !stopped;
    if (forGood) {
      stopped = true;
      ear.stopped(LastWords.reason(closure), LastWords.of(closure, url));
    }
    ear.lost();
    if (stopped) {
      return;
    }
    if (misled) {
      ear.misled(NO_MESSAGE);
    }
    if (moves) {
      start();
      return;
    }
    newToken = newToken || advice == Reconnect.NEW_TOKEN;
    reconnectLater();
  }

  private void connect() {
    try {
      if (newToken) {
        tokens.refresh();
      }
      String token = tokens.current();
      StoredPlace place = resume.get();
      onLoop(() -> open(token, place));
    } catch (ApiException e) {
      onLoop(() -> noToken(e));
    } catch (RuntimeException e) {
      onLoop(() -> ended(new Closure.Unreachable(e)));
    }
  }

  private void open(String token, StoredPlace place) {
    if (!stopped) {
      newToken = false;
      SessionOptions options =
          SessionOptions.of(url, device, token, place.cursor(), place.silent());
      ClientConnection.open(transport, options, this, 0);
    }
  }

  private void noToken(ApiException refusal) {
    boolean forGood = refusal.status() == 401 || refusal.status() == 403;
    if (forGood && !stopped) {
      stopped = true;
      ear.stopped(
          Reason.NOT_SIGNED_IN, "The server wants the password of the account again: sign in.");
    } else {
      ended(new Closure.Unreachable(refusal));
    }
  }

  /** Nothing is left to do once the transport is closed. */
  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the transport is closed");
    }
  }

  /**
   * A session alone proves nothing, as it may end each time at the same message. One in which
   * something was stored on either side, or that lasts, does: the next delay is the least again.
   */
  private void useful(boolean proof) {
    if (proof) {
      backoff.reset();
    }
  }

  private void reconnectLater() {
    var _ = loop.schedule(this::start, backoff.next().toMillis(), TimeUnit.MILLISECONDS);
  }
}
