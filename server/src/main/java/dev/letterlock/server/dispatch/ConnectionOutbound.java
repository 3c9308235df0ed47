package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.server.metrics.LoopMeters;
import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.session.Outbound;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a session write to its WebSocket connection. Used on the connection's event loop. */
final class ConnectionOutbound implements Outbound {
  private static final Map<CloseCode, CloseStatus> STATUSES = statuses();

  /** Endings in which nothing was refused. */
  private static final Set<CloseCode> ORDERLY =
      EnumSet.of(CloseCode.NORMAL, CloseCode.GOING_AWAY, CloseCode.DISPLACED, CloseCode.DRAINING);

  private final Connection connection;
  private final LoopMeters meters;
  private final Dispatcher.Rejections rejections;

  private @Nullable CloseCode closedWith;

  ConnectionOutbound(Connection connection, LoopMeters meters, Dispatcher.Rejections rejections) {
    this.connection = connection;
    this.meters = meters;
    this.rejections = rejections;
  }

  @Override
  public ByteBuf begin(FrameType type, int length) {
    meters.frame(type);
    return connection.begin(length);
  }

  @Override
  public void end() {
    connection.end();
  }

  @Override
  public void send(ServerFrame frame) {
    ErrorCode refused = frame instanceof Failure failure ? failure.error() : null;
    if (refused != null) {
      rejections.refused(refused);
    } else if (frame instanceof RosterMismatch) {
      rejections.mismatched();
    }
    Outbound.super.send(frame);
  }

  /** Why this side closed the connection; null when it was the client or the network. */
  @Nullable CloseCode closedWith() {
    return closedWith;
  }

  @Override
  public boolean writable() {
    return connection.writable();
  }

  @Override
  public void reading(boolean wanted) {
    connection.reading(wanted);
  }

  @Override
  public void close(CloseCode code) {
    closing(code);
    connection.close(Objects.requireNonNull(STATUSES.get(code)));
  }

  /** Notes why this side closes; the first reason is the one that counts. */
  void closing(CloseCode code) {
    if (closedWith == null) {
      closedWith = code;
      if (!ORDERLY.contains(code)) {
        rejections.closed(code);
      }
    }
  }

  private static Map<CloseCode, CloseStatus> statuses() {
    Map<CloseCode, CloseStatus> statuses = new EnumMap<>(CloseCode.class);
    for (CloseCode code : CloseCode.values()) {
      statuses.put(code, new CloseStatus(code.code(), code.reason()));
    }
    return statuses;
  }
}
