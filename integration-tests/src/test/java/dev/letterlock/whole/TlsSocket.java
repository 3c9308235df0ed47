package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An HTTP/1.1 connection over TLS, before which a proxy may have said whose it is. */
final class TlsSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String LENGTH = "content-length:";

  private final SSLSocket socket;
  private final InputStream in;

  private TlsSocket(SSLContext trusting, ServerUrl url, String proxyLine) throws IOException {
    Socket plain = new Socket(url.host(), url.port());
    plain.setSoTimeout(PATIENCE_MILLIS);
    plain.getOutputStream().write(proxyLine.getBytes(StandardCharsets.US_ASCII));
    this.socket =
        (SSLSocket) trusting.getSocketFactory().createSocket(plain, url.host(), url.port(), true);
    this.socket.startHandshake();
    this.in = socket.getInputStream();
  }

  static TlsSocket direct(SSLContext trusting, ServerUrl url) throws IOException {
    return new TlsSocket(trusting, url, "");
  }

  /**
   * Through a proxy that speaks the PROXY protocol.
   *
   * @param client the IPv4 address that the proxy names
   */
  static TlsSocket behindProxy(SSLContext trusting, ServerUrl url, String client)
      throws IOException {
    return new TlsSocket(
        trusting, url, "PROXY TCP4 " + client + " 127.0.0.1 4711 " + url.port() + "\r\n");
  }

  String get(String path, String... headers) throws IOException {
    return exchange("GET " + path, "", headers);
  }

  String post(String path, String json) throws IOException {
    return exchange("POST " + path, json, "Content-Type: application/json");
  }

  /** Asks for the upgrade as a page of this origin would. */
  String upgradeFrom(String origin) throws IOException {
    return get(
        "/v1/ws",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: letterlock.v1",
        "Origin: " + origin);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The whole response: status line, header and body. */
  private String exchange(String line, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (!body.isEmpty()) {
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    request.append("\r\n").append(body);
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
    return response();
  }

  private String response() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("end of stream after: " + head);
      }
      head.write(octet);
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    int length =
        text.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
            .mapToInt(line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
            .findFirst()
            .orElse(0);
    return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
