package dev.letterlock.server.net;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one port listens.
 *
 * @param host name or address to bind
 * @param port 0 takes a free one
 * @param highWatermark bytes waiting for one client above which it counts as slow
 * @param lowWatermark bytes below which it counts as caught up
 * @param tls null: plain
 * @param proxies whose PROXY protocol is understood
 */
public record ListenConfig(
    String host,
    int port,
    int highWatermark,
    int lowWatermark,
    @Nullable SslContext tls,
    TrustedProxies proxies) {

  /** Watermarks that let the largest frame and the traffic around it pass. */
  public static final int DEFAULT_HIGH_WATERMARK = 256 * 1024;

  public static final int DEFAULT_LOW_WATERMARK = 64 * 1024;

  public ListenConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (lowWatermark < 0 || highWatermark < lowWatermark) {
      throw new IllegalArgumentException(
          "watermarks: " + lowWatermark + ", " + highWatermark + " (expected: low ≤ high)");
    }
  }

  /** A plain port with the usual watermarks. */
  public static ListenConfig plain(String host, int port) {
    return new ListenConfig(
        host, port, DEFAULT_HIGH_WATERMARK, DEFAULT_LOW_WATERMARK, null, TrustedProxies.NONE);
  }
}
