package dev.letterlock.server.api;

import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.limits.AddressBlock;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import java.net.InetAddress;

/**
 * Charges requests to the address that they come from, behind trusted proxies; an IPv6 address
 * counts with its /64.
 */
public final class AddressLimits {

  private final Throttle throttle;
  private final boolean loopbackToo;

  public AddressLimits(Throttle throttle, boolean loopbackToo) {
    this.throttle = throttle;
    this.loopbackToo = loopbackToo;
  }

  /**
   * Takes one token of the request's address.
   *
   * @throws dev.letterlock.server.features.RefusedException {@link
   *     dev.letterlock.server.features.Refusal#RATE_LIMITED}
   */
  void charge(RateLimit limit, Request request) {
    InetAddress client = request.client();
    if (loopbackToo || !client.isLoopbackAddress()) {
      throttle.charge(limit, Subject.of(AddressBlock.of(client)));
    }
  }
}
