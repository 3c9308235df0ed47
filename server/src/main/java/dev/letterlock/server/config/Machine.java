package dev.letterlock.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What works on the machine that the configuration is for. Each answer is why not, or null. */
public interface Machine {

  /** Why this one does not work here; asked only about one that was asked for by name. */
  @Nullable String obstacleTo(Transport transport);

  /** Why these two files cannot serve TLS. */
  @Nullable String obstacleTo(Path certificate, Path key);
}
