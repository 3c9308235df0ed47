package dev.letterlock.client;

import dev.letterlock.client.transport.ConnectRequest;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.id.Cursor;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one connection of one device needs.
 *
 * @param device the device's number within its user, u32
 * @param token access token, bound to that device; a secret
 * @param resume the last place of the inbox that the device has stored
 * @param silent no delivered receipts are made of what {@code resume} confirms
 * @param creditMessages un-acked Deliver frames that this side takes, 1 to 4096
 * @param creditBytes bytes of un-acked Deliver frames that this side takes, 256 KiB to 64 MiB
 * @param local the address to connect from, or null for the system's choice
 */
public record SessionOptions(
    ServerUrl url,
    int device,
    String token,
    Cursor resume,
    boolean silent,
    int creditMessages,
    int creditBytes,
    @Nullable InetSocketAddress local) {

  /** The usual credit in messages. */
  public static final int CREDIT_MESSAGES = 256;

  /** The usual credit in bytes. */
  public static final int CREDIT_BYTES = 4 * 1024 * 1024;

  private static final String PATH = "/v1/ws";

  /** The usual credits: 256 messages or 4 MiB. */
  public static SessionOptions of(ServerUrl url, int device, String token, Cursor resume) {
    return of(url, device, token, resume, false);
  }

  /** As above, perhaps silent. */
  public static SessionOptions of(
      ServerUrl url, int device, String token, Cursor resume, boolean silent) {
    return new SessionOptions(
        url, device, token, resume, silent, CREDIT_MESSAGES, CREDIT_BYTES, null);
  }

  /** The same from a given address. */
  public SessionOptions from(InetSocketAddress address) {
    return new SessionOptions(
        url, device, token, resume, silent, creditMessages, creditBytes, address);
  }

  ConnectRequest connectRequest() {
    return new ConnectRequest(url, PATH, Wire.SUBPROTOCOL, null, local, Wire.MAX_FRAME);
  }

  Hello hello() {
    return new Hello(
        Wire.VERSION, Wire.MINOR, device, resume, creditMessages, creditBytes, token, silent);
  }

  @Override
  public String toString() {
    return "SessionOptions[" + url + ", device " + Integer.toUnsignedString(device) + "]";
  }
}
