package dev.letterlock.server;

import dev.letterlock.server.config.Machine;
import dev.letterlock.server.config.Transport;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.Tls;
import dev.letterlock.server.net.TransportKind;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tries transports, TLS files, ports and directories on the machine that this runs on. */
public final class ThisMachine implements Machine {

  @Override
  public @Nullable String obstacleTo(Transport transport) {
    try {
      var _ = TransportKind.choose(transport.name().toLowerCase(Locale.ROOT));
      return null;
    } catch (EdgeFault e) {
      Throwable cause = e.getCause();
      return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }
  }

  @Override
  public @Nullable String obstacleTo(Path certificate, Path key) {
    try {
      ReferenceCountUtil.release(Tls.context(certificate, key));
      return null;
    } catch (EdgeFault e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Binds and never listens, so that no client can take it for a server. */
  @Override
  public @Nullable String obstacleTo(InetAddress address, int port) {
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return null;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public @Nullable String obstacleTo(Path dataDirectory) {
    return DataDirectory.obstacle(dataDirectory);
  }

  @Override
  public @Nullable String serverOn(Path dataDirectory) {
    return DataDirectory.holder(dataDirectory);
  }
}
