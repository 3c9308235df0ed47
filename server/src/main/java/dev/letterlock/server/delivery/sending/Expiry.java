package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.frame.client.Send;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When messages expire: at the time that their sender named, at the latest after the retention. All
 * times are server times in µs since 1970.
 */
public final class Expiry {
  private final Clock clock;
  private final long retentionMicros;

  public Expiry(Clock clock, Duration retention) {
    this.clock = clock;
    this.retentionMicros = TimeUnit.MILLISECONDS.toMicros(retention.toMillis());
  }

  /** True if the Send has expired before it was accepted. */
  boolean passed(Send send) {
    return send.expiry() != 0 && Long.compareUnsigned(send.expiry(), now()) <= 0;
  }

  /** When the Send expires. */
  long of(Send send) {
    long latest = now() + retentionMicros;
    return send.expiry() == 0 || Long.compareUnsigned(send.expiry(), latest) > 0
        ? latest
        : send.expiry();
  }

  /** Server time now. */
  long now() {
    return TimeUnit.MILLISECONDS.toMicros(clock.millis());
  }
}
