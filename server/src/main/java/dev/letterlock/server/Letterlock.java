package dev.letterlock.server;

import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.Transport;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** One running server. Thread-safe. */
public final class Letterlock implements AutoCloseable {
  private final Opened opened;
  private final Drain drain;
  private final Transport transport;
  private final EdgeServer publicPort;
  private final EdgeServer managementPort;
  private final Path dataDirectory;
  private final CompletionStage<String> evicted;

  Letterlock(
      Opened opened,
      Drain drain,
      Transport transport,
      EdgeServer publicPort,
      EdgeServer managementPort,
      Path dataDirectory,
      CompletionStage<String> lost) {
    this.opened = opened;
    this.drain = drain;
    this.transport = transport;
    this.publicPort = publicPort;
    this.managementPort = managementPort;
    this.dataDirectory = dataDirectory;
    this.evicted = lost.whenComplete((other, failure) -> drain.now());
  }

  /**
   * Starts a server and returns when it serves. Blocks.
   *
   * @throws dev.letterlock.server.config.ConfigException if the configuration cannot be used here
   * @throws dev.letterlock.storage.StoreUnavailableException if MongoDB cannot be reached
   * @throws dev.letterlock.storage.UnusableDatabaseException if the database is damaged or of a
   *     newer program
   * @throws RuntimeException of {@code storage.inbox.local.disk} if the inbox is damaged, or its
   *     disk is full
   * @throws EdgeFault if a port cannot be had
   */
  public static Letterlock start(ServerConfig config, Clock clock) throws EdgeFault {
    Opened opened = new Opened();
    try {
      return new Assembly(config, clock, opened).assemble();
    } catch (EdgeFault | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  public InetSocketAddress address() {
    return publicPort.address();
  }

  public InetSocketAddress managementAddress() {
    return managementPort.address();
  }

  /** The name of the way to the sockets that is in use. */
  public String transport() {
    return transport.kind().label();
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  /**
   * Completes, with the name of the other, when another server has taken over the database: every
   * session is being closed then, and this server must be too.
   */
  public CompletionStage<String> evicted() {
    return evicted;
  }

  /**
   * Takes no more connections and lets every session go, within the configured time; then {@link
   * #close} loses nothing. Whoever is told to come back at once finds the server that serves.
   */
  public Drained drain() {
    publicPort.close();
    return drain.run();
  }

  /** Stops at once. What was accepted is on disk as the durability promises. */
  @Override
  public void close() {
    opened.close();
  }
}
