package dev.letterlock.server.net;

import dev.letterlock.server.limits.AddressBlock;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many connections one address may have at a time; an IPv6 address counts with its /64, see
 * {@link AddressBlock}. Safe for any thread.
 */
public final class ConnectionLimit {

  private final int perAddress;
  private final boolean loopbackToo;
  private final ConcurrentMap<AddressBlock, Integer> connections = new ConcurrentHashMap<>();

  /**
   * @param perAddress 1 or more
   * @param loopbackToo whether the limit also holds for loopback addresses
   */
  public ConnectionLimit(int perAddress, boolean loopbackToo) {
    if (perAddress < 1) {
      throw new IllegalArgumentException("perAddress: " + perAddress + " (expected: 1 or more)");
    }
    this.perAddress = perAddress;
    this.loopbackToo = loopbackToo;
  }

  /** Counts {@code channel} for {@code client} until it is closed; false if there are too many. */
  public boolean admit(Channel channel, InetAddress client) {
    if (client.isLoopbackAddress() && !loopbackToo) {
      return true;
    }
    AddressBlock key = AddressBlock.of(client);
    if (connections.merge(key, 1, Integer::sum) > perAddress) {
      giveBack(key);
      return false;
    }
    var _ = channel.closeFuture().addListener(new Place(this, key));
    return true;
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
