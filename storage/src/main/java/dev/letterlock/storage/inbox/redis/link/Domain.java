package dev.letterlock.storage.inbox.redis.link;

import java.nio.charset.StandardCharsets;

/**
 * What one script may change at once: on one primary, everything. Its marker says which generation
 * is in force, its counter how many envelopes wait.
 */
final class Domain {
  static final byte[] MARKER = "ll{0}m".getBytes(StandardCharsets.US_ASCII);
  static final byte[] COUNTER = "ll{0}n".getBytes(StandardCharsets.US_ASCII);

  private Domain() {}
}
