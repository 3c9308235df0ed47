package dev.letterlock.server;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.server.dispatch.Dispatcher;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts what the socket protocol refuses, by code. */
record CountedRejections(ServerMetrics metrics) implements Dispatcher.Rejections {
  private static final String PLACE = "socket";

  @Override
  public void closed(CloseCode code) {
    metrics.count(Meters.REJECTS, PLACE, label(code));
  }

  @Override
  public void refused(ErrorCode code) {
    metrics.count(Meters.REJECTS, PLACE, label(code));
  }

  @Override
  public void mismatched() {
    metrics.count(Meters.REJECTS, PLACE, "roster_mismatch");
  }

  @Override
  public void ended(@Nullable CloseCode code) {
    metrics.count(Meters.SESSIONS_CLOSED, code == null ? "client" : label(code));
  }

  private static String label(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT);
  }
}
