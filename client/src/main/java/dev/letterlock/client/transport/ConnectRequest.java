package dev.letterlock.client.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one WebSocket connection needs to begin.
 *
 * @param path begins with a slash, such as {@code /v1/ws}
 * @param subprotocol offered in the handshake; the server must choose it; null for none
 * @param bearer the access token for the Authorization header, or null
 * @param local the address to connect from, or null for the system's choice
 * @param messageLimit largest binary message accepted from the server, in bytes
 */
public record ConnectRequest(
    ServerUrl url,
    String path,
    @Nullable String subprotocol,
    @Nullable String bearer,
    @Nullable InetSocketAddress local,
    int messageLimit) {

  @Override
  public String toString() {
    return "ConnectRequest[" + url + path + "]";
  }
}
