package dev.letterlock.server.config;

import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What works on the machine that the configuration is for. Each obstacle is why something does not
 * work, or null; looking for one leaves nothing behind.
 */
public interface Machine {

  /** Why this one does not work here; asked only about one that was asked for by name. */
  @Nullable String obstacleTo(Transport transport);

  /** Why these two files cannot serve TLS. */
  @Nullable String obstacleTo(Path certificate, Path key);

  /** Why nobody can listen there; port 0 asks about the address alone. */
  @Nullable String obstacleTo(InetAddress address, int port);

  /** Why nothing can be kept in this directory, which may not exist yet. */
  @Nullable String obstacleTo(Path dataDirectory);

  /** The process id of the server that has this directory; null when none has. */
  @Nullable String serverOn(Path dataDirectory);
}
