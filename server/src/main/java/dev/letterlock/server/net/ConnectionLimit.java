package dev.letterlock.server.net;

import dev.letterlock.server.limits.AddressBlock;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.limits.Subject;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many connections one address may have at a time, and how fast it may open them; an IPv6
 * address counts with its /64, see {@link AddressBlock}. Safe for any thread, never blocks.
 */
public final class ConnectionLimit {

  /** What becomes of a connection. */
  public enum Verdict {
    ADMITTED,
    /** Its address has too many at the moment. */
    TOO_MANY,
    /** Its address opens them too fast, so that it should cost as little as possible. */
    TOO_FAST
  }

  private final int perAddress;
  private final boolean loopbackToo;
  private final RateLimiter rates;
  private final ConcurrentMap<AddressBlock, Integer> connections = new ConcurrentHashMap<>();

  /**
   * @param perAddress 1 or more
   * @param loopbackToo whether the limits also hold for loopback addresses
   * @param rates what {@link RateLimit#CONNECT} is charged to
   */
  public ConnectionLimit(int perAddress, boolean loopbackToo, RateLimiter rates) {
    if (perAddress < 1) {
      throw new IllegalArgumentException("perAddress: " + perAddress + " (expected: 1 or more)");
    }
    this.perAddress = perAddress;
    this.loopbackToo = loopbackToo;
    this.rates = rates;
  }

  /** Counts {@code channel} for {@code client} until it is closed, if it may have it. */
  public Verdict admit(Channel channel, InetAddress client) {
    if (client.isLoopbackAddress() && !loopbackToo) {
      return Verdict.ADMITTED;
    }
    AddressBlock key = AddressBlock.of(client);
    if (rates.take(RateLimit.CONNECT, Subject.of(key)) > 0) {
      return Verdict.TOO_FAST;
    }
    if (connections.merge(key, 1, Integer::sum) > perAddress) {
      giveBack(key);
      return Verdict.TOO_MANY;
    }
    var _ = channel.closeFuture().addListener(new Place(this, key));
    return Verdict.ADMITTED;
  }

  private void giveBack(AddressBlock key) {
    connections.computeIfPresent(key, (same, now) -> now > 1 ? now - 1 : null);
  }

  private record Place(ConnectionLimit limit, AddressBlock key) implements ChannelFutureListener {
    @Override
    public void operationComplete(ChannelFuture closed) {
      limit.giveBack(key);
    }
  }
}
