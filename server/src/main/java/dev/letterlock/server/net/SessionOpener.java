package dev.letterlock.server.net;

/** Begins what lives on a connection after the upgrade. */
@FunctionalInterface
public interface SessionOpener {

  /** Called once per connection, on its event loop, right after the upgrade was answered. */
  FrameSink open(Connection connection, Upgraded upgraded);
}
