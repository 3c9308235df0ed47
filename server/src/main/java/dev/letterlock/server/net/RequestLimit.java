package dev.letterlock.server.net;

import dev.letterlock.server.limits.AddressBlock;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.limits.Subject;
import java.net.InetAddress;

/**
 * How fast one address may ask over HTTP, whatever it asks; an IPv6 address counts with its /64.
 * Safe for any thread, never blocks.
 *
 * @param loopbackToo whether the limit also holds for loopback addresses
 */
public record RequestLimit(RateLimiter rates, boolean loopbackToo) {

  /**
   * Charges one request.
   *
   * @return 0 when granted, else the milliseconds after which the next is
   */
  public long charge(InetAddress client) {
    return client.isLoopbackAddress() && !loopbackToo
        ? 0
        : rates.take(RateLimit.REQUEST, Subject.of(AddressBlock.of(client)));
  }
}
