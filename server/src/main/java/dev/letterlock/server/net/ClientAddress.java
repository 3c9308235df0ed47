package dev.letterlock.server.net;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind one connection, and whether that address may have one more: known at once for a
 * direct client, with the PROXY protocol or the first request for one behind a trusted proxy. Runs
 * on the connection's event loop.
 */
public final class ClientAddress {

  private final SocketChannel channel;
  private final TrustedProxies proxies;
  private final @Nullable ConnectionLimit limit;
  private InetAddress peer;
  private boolean admitted;

  public ClientAddress(
      SocketChannel channel, TrustedProxies proxies, @Nullable ConnectionLimit limit) {
    this.channel = channel;
    this.proxies = proxies;
    this.limit = limit;
    this.peer = channel.remoteAddress().getAddress();
  }

  /** Takes what a trusted proxy said by the PROXY protocol. */
  public void proxied(ProxiedClient said) {
    peer = said.client();
  }

  /** Whether a direct client may have the connection; nothing is known yet of others. */
  public ConnectionLimit.Verdict admitPeer() {
    return proxies.trusts(peer) ? ConnectionLimit.Verdict.ADMITTED : admit(peer);
  }

  /** The client of a request, or null if it has too many connections. */
  public @Nullable InetAddress admit(HttpHeaders headers) {
    InetAddress client = proxies.client(peer, headers);
    return admit(client) == ConnectionLimit.Verdict.ADMITTED ? client : null;
  }

  private ConnectionLimit.Verdict admit(InetAddress client) {
    if (limit == null || admitted) {
      return ConnectionLimit.Verdict.ADMITTED;
    }
    ConnectionLimit.Verdict verdict = limit.admit(channel, client);
    admitted = verdict == ConnectionLimit.Verdict.ADMITTED;
    return verdict;
  }
}
