package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.delivery.sending.Submitter;
import dev.letterlock.server.metrics.LoopCounter;
import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.FrameSink;
import dev.letterlock.server.net.Upgraded;
import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.session.Credits;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection after the upgrade: lets nothing in before a good Hello, then hands each frame to
 * the {@link Dispatcher}. Runs on the connection's event loop.
 */
public final class ClientSocket implements FrameSink {
  private final Connection connection;
  private final LoopDesk desk;
  private final Dispatcher dispatcher;
  private final ConnectionOutbound out;
  private final int openedAt;

  private @Nullable String bearer;
  private boolean helloSeen;
  private boolean gone;
  private Dispatcher.@Nullable Peer peer;

  public ClientSocket(
      Connection connection, Upgraded upgraded, LoopDesk desk, Dispatcher dispatcher) {
    this.connection = connection;
    this.desk = desk;
    this.dispatcher = dispatcher;
    this.out = new ConnectionOutbound(connection, desk.meters(), dispatcher.rejections());
    this.bearer = upgraded.bearer();
    this.openedAt = tick();
  }

  @Override
  public void binary(ByteBuf buffer, int index, int length) {
    try {
      ClientFrame frame = desk.decoder().read(buffer, index, length);
      Dispatcher.Peer known = peer;
      if (known != null) {
        dispatcher.dispatch(known, frame, tick());
      } else if (helloSeen) {
        reject(frame instanceof Hello ? CloseCode.HELLO_TWICE : CloseCode.HELLO_MISSING);
      } else if (frame instanceof Hello hello) {
        hello(hello);
      } else {
        reject(CloseCode.HELLO_MISSING);
      }
    } catch (ProtocolException e) {
      reject(e.close());
    }
  }

  @Override
  public void turnEnded() {
    // The lane ends its turn by itself, after all connections of the loop.
  }

  @Override
  public void writabilityChanged() {
    if (peer != null) {
      desk.handlers().reader().continueFor(peer.session());
    }
  }

  @Override
  public void sweep(int tick) {
    if (peer != null) {
      peer.session().trimToIdle();
      desk.handlers().examiner().look(peer.session());
    } else if (!helloSeen && tick - openedAt >= Wire.HELLO_TIMEOUT_SECONDS) {
      reject(CloseCode.HELLO_LATE);
    }
  }

  @Override
  public void closing(CloseStatus status) {
    CloseCode code = CloseCode.of(status.code());
    if (code != null) {
      out.closing(code);
    }
  }

  @Override
  public void closed() {
    gone = true;
    if (peer != null) {
      DeviceSession session = peer.session();
      session.recipient().detach(session);
      session.closed();
      desk.handlers().starts().ended(session);
      peer.submitter().closed();
      dispatcher.ended(out.closedWith());
    }
  }

  private void hello(Hello hello) {
    helloSeen = true;
    desk.meters().frame(FrameType.HELLO);
    CompletionStage<HelloCheck.Verdict> verdict = desk.hellos().check(hello, bearer);
    bearer = null;
    EventExecutor loop = desk.handlers().lane().executor();
    verdict.thenAccept(found -> {
      if (loop.inEventLoop()) {
        answer(hello, found);
      } else {
        loop.execute(() -> answer(hello, found));
      }
    });
  }

  private void answer(Hello hello, HelloCheck.Verdict verdict) {
    if (gone) {
      return;
    }
    switch (verdict) {
      case HelloCheck.Verdict.Refused(CloseCode close) -> reject(close);
      case HelloCheck.Verdict.Admitted(TokenClaims claims) -> open(claims, hello);
    }
  }

  private void open(TokenClaims claims, Hello hello) {
    Recipient recipient = desk.recipients().of(claims.address());
    DeviceSession session =
        new DeviceSession(
            recipient,
            desk.handlers().lane().executor(),
            desk.handlers().lane().index(),
            out,
            new Credits(hello.creditMessages(), hello.creditBytes()));
    session.origin().claims(claims);
    peer = new Dispatcher.Peer(session, new Submitter(session), new FrameRate());
    displace(recipient.attach(session));
    if (desk.hellos().revoked(claims)) {
      reject(CloseCode.TOKEN_REVOKED);
      return;
    }
    desk.meters().count(LoopCounter.SESSIONS_OPENED, 1);
    desk.wakeUps().returned(recipient.address());
    desk.opened().accept(claims);
    desk.handlers().starts().open(session, hello.resume(), hello.silent());
  }

  private static void displace(@Nullable DeviceSession older) {
    if (older != null) {
      older.executor().execute(() -> older.close(CloseCode.DISPLACED));
    }
  }

  private void reject(CloseCode code) {
    out.close(code);
  }

  private int tick() {
    return connection.loop().sweep().tick();
  }
}
