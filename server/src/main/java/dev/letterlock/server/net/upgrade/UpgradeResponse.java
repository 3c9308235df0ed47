package dev.letterlock.server.net.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The answer that opens a WebSocket connection (RFC 6455 §4.2.2). */
public final class UpgradeResponse {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String HEAD =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: ";
  private static final int SIZE = 256;

  private UpgradeResponse() {}

  /** The whole response. The caller owns the buffer. */
  public static ByteBuf write(
      ByteBufAllocator allocator, String key, @Nullable String subprotocol) {
    ByteBuf out = allocator.ioBuffer(SIZE);
    ByteBufUtil.writeAscii(out, HEAD);
    ByteBufUtil.writeAscii(out, accept(key));
    if (subprotocol != null) {
      ByteBufUtil.writeAscii(out, "\r\nSec-WebSocket-Protocol: ");
      ByteBufUtil.writeAscii(out, subprotocol);
    }
    ByteBufUtil.writeAscii(out, "\r\n\r\n");
    return out;
  }

  static String accept(String key) {
    try {
      // RFC 6455 fixes SHA-1 here; it proves that the server speaks WebSocket and guards nothing.
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1: missing (expected: in every Java)", e);
    }
  }
}
