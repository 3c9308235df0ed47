package dev.letterlock.server.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.limits.LocalBuckets;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
  private final RateLimiter limiter =
      new RateLimiter(RateLimit.usualRates(), new LocalBuckets(() -> 0), null);
  private final AddressLimits limits = new AddressLimits(new Throttle(limiter), false);

  @Test
  void chargesTheAddressesOfOneNetworkTogether() {
    for (int i = 0; i < RateLimit.REGISTER.usual().burst(); i++) {
      register("2001:db8:0:1::" + Integer.toHexString(i));
    }

    assertThatThrownBy(() -> register("2001:db8:0:1:ffff::1")).isInstanceOf(RefusedException.class);
    assertThatCode(() -> register("2001:db8:0:2::1")).doesNotThrowAnyException();
    assertThatCode(() -> register("192.0.2.1")).doesNotThrowAnyException();
  }

  private void register(String address) {
    limits.charge(
        RateLimit.REGISTER,
        new Request(
            "POST",
            "/v1/users",
            Map.of(),
            Map.of(),
            new DefaultHttpHeaders(),
            InetAddress.ofLiteral(address),
            new Request.Content.Whole(new byte[0])));
  }
}
