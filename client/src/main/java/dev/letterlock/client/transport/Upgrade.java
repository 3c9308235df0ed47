package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's half of the opening handshake (RFC 6455 §4.1), for one connection. */
final class Upgrade {

  /** Largest head of an answer that is read, in bytes. */
  static final int HEAD_LIMIT = 8 * 1024;

  private static final int KEY_SIZE = 16;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int END_OF_HEAD = 0x0D0A0D0A;

  private final ConnectRequest request;
  private final String key;

  Upgrade(ConnectRequest request, MaskSource random) {
    this.request = request;
    this.key = Base64.getEncoder().encodeToString(nonce(random));
  }

  /** Appends the request to {@code out}. */
  void writeRequest(ByteBuf out) {
    StringBuilder head =
        new StringBuilder(256)
            .append("GET ")
            .append(request.path())
            .append(" HTTP/1.1\r\nHost: ")
            .append(request.url().authority())
            .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13")
            .append("\r\nSec-WebSocket-Key: ")
            .append(key);
    if (request.subprotocol() != null) {
      head.append("\r\nSec-WebSocket-Protocol: ").append(request.subprotocol());
    }
    if (request.bearer() != null) {
      head.append("\r\nAuthorization: Bearer ").append(request.bearer());
    }
    ByteBufUtil.writeAscii(out, head.append("\r\n\r\n"));
  }

  /**
   * Reads the answer if it is whole and leaves the reader index behind its head.
   *
   * @return null while the head is incomplete; empty text when the upgrade is good; else why not
   */
  @Nullable Answer readAnswer(ByteBuf in) {
    int end = endOfHead(in);
    if (end < 0) {
      return in.readableBytes() > HEAD_LIMIT ? new Answer(0, "head: too long", false) : null;
    }
    String head = in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII).toString();
    String[] lines = head.split("\r\n", -1);
    int status = statusOf(lines[0]);
    if (status != 101) {
      return new Answer(status, in.toString(StandardCharsets.UTF_8), false);
    }
    String fault = faultOf(headersOf(lines));
    return new Answer(status, fault, fault.isEmpty());
  }

  /**
   * The server's answer.
   *
   * @param detail the body of a refusal, or what is wrong with a bad 101
   */
  record Answer(int status, String detail, boolean accepted) {}

  private static int endOfHead(ByteBuf in) {
    int last = in.writerIndex() - Integer.BYTES;
    for (int i = in.readerIndex(); i <= last; i++) {
      if (in.getInt(i) == END_OF_HEAD) {
        return i + Integer.BYTES;
      }
    }
    return -1;
  }

  private static int statusOf(String line) {
    return line.matches("HTTP/1\\.1 \\d{3}( .*)?") ? Integer.parseInt(line.substring(9, 12)) : 0;
  }

  private static Map<String, String> headersOf(String[] lines) {
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).trim());
      }
    }
    return headers;
  }

  private String faultOf(Map<String, String> headers) {
    if (!"websocket".equalsIgnoreCase(headers.get("upgrade"))) {
      return "Upgrade: " + headers.get("upgrade") + " (expected: websocket)";
    }
    if (!accept().equals(headers.get("sec-websocket-accept"))) {
      return "Sec-WebSocket-Accept: wrong (expected: the answer to our key)";
    }
    if (!Objects.equals(request.subprotocol(), headers.get("sec-websocket-protocol"))) {
      return "Sec-WebSocket-Protocol: "
          + headers.get("sec-websocket-protocol")
          + " (expected: "
          + request.subprotocol()
          + ")";
    }
    return headers.containsKey("sec-websocket-extensions") ? "extensions: (expected: none)" : "";
  }

  private String accept() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1: missing (expected: in every JDK)", e);
    }
  }

  private static byte[] nonce(MaskSource random) {
    byte[] nonce = new byte[KEY_SIZE];
    for (int i = 0; i < KEY_SIZE; i += Integer.BYTES) {
      int word = random.next();
      nonce[i] = (byte) (word >>> 24);
      nonce[i + 1] = (byte) (word >>> 16);
      nonce[i + 2] = (byte) (word >>> 8);
      nonce[i + 3] = (byte) word;
    }
    return nonce;
  }
}
