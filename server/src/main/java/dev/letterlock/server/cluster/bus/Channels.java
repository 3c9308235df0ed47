package dev.letterlock.server.cluster.bus;

import java.nio.charset.StandardCharsets;

/** Names in Redis that nodes share. */
final class Channels {
  /** The log of notices. */
  static final byte[] NOTICES = ascii("ll{0}notices");

  private Channels() {}

  /** Where a node hears what is for it alone. */
  static byte[] of(long node) {
    return ascii("ll:node:" + Long.toHexString(node));
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
