package dev.letterlock.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whom the limits of an address are for: the address itself of IPv4, and of IPv6 its /64, of which
 * one customer has every address (RFC 4291 section 2.5.4).
 *
 * @param bits the address, or the first half of it
 */
public record AddressBlock(boolean six, long bits) {

  /** The one that an address counts with. */
  public static AddressBlock of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    boolean six = address instanceof Inet6Address;
    return new AddressBlock(six, six ? bytes.getLong() : bytes.getInt());
  }
}
