package dev.letterlock.server.http;

import java.util.Set;

/**
 * What body a route takes.
 *
 * @param mediaTypes one of these must be declared when there is a body; empty: the body must be
 *     empty
 * @param maxBytes of the whole body
 * @param streamed whether the endpoint reads while the body arrives, see {@link Request#stream};
 *     otherwise it is called when the body is whole, see {@link Request#body}
 */
public record BodyPolicy(Set<String> mediaTypes, long maxBytes, boolean streamed) {

  public static final BodyPolicy NONE = new BodyPolicy(Set.of(), 0, false);

  public BodyPolicy {
    mediaTypes = Set.copyOf(mediaTypes);
    if (!streamed && maxBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "maxBytes: " + maxBytes + " (expected: fits in memory when not streamed)");
    }
  }

  /** JSON of at most this many bytes. */
  public static BodyPolicy json(int maxBytes) {
    return new BodyPolicy(Set.of("application/json"), maxBytes, false);
  }

  /** Bytes of any kind that go to an offset, read while they arrive. */
  public static BodyPolicy part(long maxBytes) {
    return new BodyPolicy(Set.of("application/offset+octet-stream"), maxBytes, true);
  }

  /** Lines of JSON, read while they arrive. */
  public static BodyPolicy ndjson(long maxBytes) {
    return new BodyPolicy(Set.of("application/x-ndjson"), maxBytes, true);
  }
}
