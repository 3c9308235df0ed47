package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one handler of a client's pipeline: the opening handshake, then frames (RFC 6455 §4 to §7).
 * Runs on the connection's event loop; tells the listener of the end exactly once.
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements FrameReader.Sink {

  private static final int NO_CODE = 1005;
  private static final int NORMAL = 1000;

  private final ConnectRequest request;
  private final MessageListener listener;
  private final LoopTurn turn;
  private final Duration patience;
  private final FrameReader frames;
  private @Nullable Upgrade upgrade;
  private @Nullable WebSocketConnection connection;
  private @Nullable ByteBuf rest;
  private @Nullable Closure closure;
  private boolean told;

  /**
   * @param patience how long the server may take to answer the upgrade
   */
  WebSocketHandler(
      ConnectRequest request, MessageListener listener, LoopTurn turn, Duration patience) {
    this.request = request;
    this.listener = listener;
    this.turn = turn;
    this.patience = patience;
    this.frames = new FrameReader(request.messageLimit(), this);
  }

  /** The connection could not be made; nothing else will be heard of it. */
  void failed(Throwable cause) {
    tell(new Closure.Unreachable(cause));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    connection = new WebSocketConnection(ctx.channel(), turn);
    Upgrade begun = new Upgrade(request, turn.masks());
    upgrade = begun;
    ByteBuf out = ctx.alloc().directBuffer();
    begun.writeRequest(out);
    var _ = ctx.writeAndFlush(out, ctx.voidPromise());
    long millis = patience.toMillis();
    var _ = turn.loop().schedule(() -> giveUp(ctx), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = joined(ctx, (ByteBuf) message);
    try {
      if (closure == null) {
        read(in, ctx);
      }
    } catch (ProtocolViolation violation) {
      fail(ctx, new Closure.ByClient(violation.code()), violation.code());
    } finally {
      keepRest(in);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (closure == null) {
      listener.readComplete();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(new Closure.Lost(null));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (closure == null) {
      closure = new Closure.Lost(cause);
    }
    var _ = ctx.close();
  }

  @Override
  public void message(ByteBuf message) {
    listener.received(message);
  }

  @Override
  public void ping(ByteBuf payload) {
    open().pong(payload);
  }

  @Override
  public void close(ByteBuf payload) {
    int code = payload.readableBytes() >= 2 ? payload.readUnsignedShort() : NO_CODE;
    WebSocketConnection peer = open();
    closure =
        peer.closing()
            ? new Closure.ByClient(code)
            : new Closure.ByServer(code, payload.toString(StandardCharsets.UTF_8));
    peer.close(code == NO_CODE ? NORMAL : code);
    peer.finish();
  }

  private void giveUp(ChannelHandlerContext ctx) {
    if (upgrade != null && closure == null) {
      closure =
          new Closure.Unreachable(
              new IOException("upgrade: no answer (expected: one within " + patience + ")"));
      var _ = ctx.close();
    }
  }

  private void read(ByteBuf in, ChannelHandlerContext ctx) {
    Upgrade pending = upgrade;
    if (pending != null) {
      Upgrade.Answer answer = pending.readAnswer(in);
      if (answer == null) {
        return;
      }
      if (!answer.accepted()) {
        closure = new Closure.Refused(answer.status(), answer.detail());
        var _ = ctx.close();
        return;
      }
      upgrade = null;
      listener.opened(open());
    }
    frames.read(in);
  }

  private ByteBuf joined(ChannelHandlerContext ctx, ByteBuf fresh) {
    ByteBuf before = rest;
    if (before == null) {
      return fresh;
    }
    rest = null;
    try {
      ByteBuf both = before;
      if (both.writableBytes() < fresh.readableBytes()) {
        both = ctx.alloc().directBuffer((before.readableBytes() + fresh.readableBytes()) * 2);
        both.writeBytes(before);
        before.release();
      }
      return both.writeBytes(fresh);
    } finally {
      fresh.release();
    }
  }

  private void keepRest(ByteBuf in) {
    if (in.isReadable() && closure == null) {
      rest = in;
    } else {
      in.release();
    }
  }

  private void fail(ChannelHandlerContext ctx, Closure why, int code) {
    WebSocketConnection broken = open();
    broken.close(code);
    broken.flush();
    closure = why;
    var _ = ctx.close();
  }

  private void end(Closure otherwise) {
    if (connection != null) {
      connection.discard();
    }
    frames.release();
    if (rest != null) {
      rest.release();
      rest = null;
    }
    tell(closure == null ? otherwise : closure);
  }

  private void tell(Closure why) {
    if (!told) {
      told = true;
      listener.closed(why);
    }
  }

  private WebSocketConnection open() {
    WebSocketConnection current = connection;
    if (current == null) {
      throw new IllegalStateException("connection: not active (expected: active)");
    }
    return current;
  }
}
