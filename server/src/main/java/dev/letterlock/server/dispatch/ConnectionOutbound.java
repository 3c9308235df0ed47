package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.session.Outbound;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Lets a session write to its WebSocket connection. Used on the connection's event loop. */
final class ConnectionOutbound implements Outbound {
  private static final Map<CloseCode, CloseStatus> STATUSES = statuses();

  private final Connection connection;

  ConnectionOutbound(Connection connection) {
    this.connection = connection;
  }

  @Override
  public ByteBuf begin(int length) {
    return connection.begin(length);
  }

  @Override
  public void end() {
    connection.end();
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
    connection.close(Objects.requireNonNull(STATUSES.get(code)));
  }

  private static Map<CloseCode, CloseStatus> statuses() {
    Map<CloseCode, CloseStatus> statuses = new EnumMap<>(CloseCode.class);
    for (CloseCode code : CloseCode.values()) {
      statuses.put(code, new CloseStatus(code.code(), code.reason()));
    }
    return statuses;
  }
}
