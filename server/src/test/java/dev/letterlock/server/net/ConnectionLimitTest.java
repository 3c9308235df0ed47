package dev.letterlock.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.limits.LocalBuckets;
import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private static final RateLimiter RATES =
      new RateLimiter(
          Map.of(RateLimit.CONNECT, new Rate(9, Duration.ofDays(1))),
          new LocalBuckets(() -> 0),
          null);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ConnectionLimit limit = new ConnectionLimit(1, false, RATES);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void countsTheAddressesOfOneNetworkAsOne() {
    assertThat(admits("2001:db8:0:1::1")).isTrue();
    assertThat(admits("2001:db8:0:1:ffff::2")).isFalse();
    assertThat(admits("2001:db8:0:2::1")).isTrue();
    assertThat(admits("192.0.2.1")).isTrue();
    assertThat(admits("192.0.2.2")).isTrue();
    assertThat(admits("192.0.2.2")).isFalse();
  }

  @Test
  void tellsAnAddressFromANetworkWithTheSameBits() {
    assertThat(admits("0.0.0.5")).isTrue();
    assertThat(admits("0:0:0:5::1")).isTrue();
  }

  private boolean admits(String address) {
    return limit.admit(channel, InetAddress.ofLiteral(address)) == ConnectionLimit.Verdict.ADMITTED;
  }
}
