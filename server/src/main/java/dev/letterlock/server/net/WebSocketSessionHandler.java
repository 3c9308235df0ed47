package dev.letterlock.server.net;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.net.websocket.WebSocketFrameParser;
import dev.letterlock.server.net.websocket.WebSocketSink;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one handler of a connection after the upgrade: parses what the client sends, hands messages
 * to the session, answers pings, closes as RFC 6455 §7 wants it, and watches over liveness. Runs on
 * the connection's event loop.
 */
public final class WebSocketSessionHandler extends ChannelInboundHandlerAdapter
    implements WebSocketSink, Connection, Swept {

  static final CloseStatus SLOW_READER = CloseStatus.of(CloseCode.SLOW_READER);
  static final CloseStatus IDLE = CloseStatus.of(CloseCode.IDLE);
  static final CloseStatus MESSAGE_LATE = CloseStatus.of(CloseCode.MESSAGE_LATE);

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketSessionHandler.class);
  private static final int CLOSING_SECONDS = 2;
  private static final int NEVER = -1;

  private final Channel channel;
  private final EdgeLoop loop;
  private final Liveness liveness;
  private final WebSocketFrameParser parser;
  private final SessionOutput output;
  private final FrameSink session;

  private boolean sessionReads = true;
  private boolean pinged;
  private int heardAt;
  private int closingSince = NEVER;
  private int unwritableSince = NEVER;
  private int midMessageSince = NEVER;

  /** Opens the session; the handler must then be added to the pipeline in the same turn. */
  public WebSocketSessionHandler(
      Channel channel, EdgeLoop loop, WebSocketConfig config, Upgraded upgraded) {
    this.channel = channel;
    this.loop = loop;
    this.liveness = config.liveness();
    this.parser = new WebSocketFrameParser(config.limits(), this);
    this.output = new SessionOutput(channel, loop.flushes());
    this.heardAt = loop.sweep().tick();
    this.session = config.opener().open(this, upgraded);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    loop.sweep().add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      heardAt = loop.sweep().tick();
      pinged = false;
      parser.read(in, ctx.alloc());
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    session.turnEnded();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    unwritableSince = channel.isWritable() ? NEVER : loop.sweep().tick();
    updateReading();
    session.writabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closingSince = loop.sweep().tick();
    parser.end();
    output.discard();
    session.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection broke", cause);
      var _ = ctx.close();
      return;
    }
    LOG.error("session failed", cause);
    violation(CloseStatus.INTERNAL_ERROR);
  }

  @Override
  public EdgeLoop loop() {
    return loop;
  }

  @Override
  public ByteBuf begin(int length) {
    return output.beginBinary(length);
  }

  @Override
  public ByteBuf beginText(int length) {
    return output.beginText(length);
  }

  @Override
  public void end() {
    output.end();
  }

  @Override
  public boolean writable() {
    return output.writable();
  }

  @Override
  public void reading(boolean wanted) {
    sessionReads = wanted;
    updateReading();
  }

  @Override
  public void close(CloseStatus status) {
    if (!closing()) {
      output.close(status);
      beginClosing();
    }
  }

  @Override
  public void binary(ByteBuf buffer, int index, int length) {
    midMessageSince = NEVER;
    if (!closing()) {
      session.binary(buffer, index, length);
    }
  }

  @Override
  public void text(ByteBuf buffer, int index, int length) {
    midMessageSince = NEVER;
    if (!closing()) {
      session.text(buffer, index, length);
    }
  }

  @Override
  public void ping(ByteBuf buffer, int index, int length) {
    if (!closing()) {
      output.pong(buffer, index, length);
    }
  }

  @Override
  public void pong() {
    // heardAt tells all that a pong can tell
  }

  @Override
  public void close(int code) {
    if (!closing()) {
      output.closeReply(code);
      beginClosing();
    }
    output.flush();
    GentleClose.afterFlush(channel);
  }

  @Override
  public void violation(CloseStatus status) {
    parser.end();
    if (closing()) {
      var _ = channel.close();
      return;
    }
    session.closing(status);
    output.close(status);
    beginClosing();
    output.flush();
    GentleClose.halfAfterFlush(channel);
  }

  @Override
  public boolean sweep(int tick) {
    if (!channel.isActive()) {
      return false;
    }
    if (closing()) {
      if (tick - closingSince >= CLOSING_SECONDS) {
        var _ = channel.close();
      }
      return true;
    }
    CloseStatus due = due(tick);
    if (due != null) {
      session.closing(due);
      close(due);
    } else {
      session.sweep(tick);
    }
    return true;
  }

  private @Nullable CloseStatus due(int tick) {
    if (unwritableSince != NEVER) {
      return tick - unwritableSince >= liveness.slowReader() ? SLOW_READER : null;
    }
    if (!parser.midMessage()) {
      midMessageSince = NEVER;
    } else if (midMessageSince == NEVER) {
      midMessageSince = tick;
    } else if (tick - midMessageSince >= liveness.partialMessage()) {
      return MESSAGE_LATE;
    }
    int silent = tick - heardAt;
    if (silent >= liveness.pingAfter() && !pinged) {
      pinged = true;
      output.ping();
    }
    return silent >= liveness.closeAfter() ? IDLE : null;
  }

  private boolean closing() {
    return closingSince != NEVER;
  }

  private void beginClosing() {
    closingSince = loop.sweep().tick();
    updateReading();
  }

  private void updateReading() {
    channel.config().setAutoRead(closing() || (sessionReads && channel.isWritable()));
  }
}
