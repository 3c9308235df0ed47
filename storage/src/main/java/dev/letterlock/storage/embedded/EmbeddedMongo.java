package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * A server for {@code dev.letterlock.storage.mongo} in this process, on a loopback port that the
 * system chooses. Every reply says what is on disk: a write is committed and fsynced before it is
 * answered, and writes that arrive meanwhile share the next commit. One process per file; the file
 * is locked.
 */
public final class EmbeddedMongo implements AutoCloseable {
  /** A reply waits for the disk on its worker, so this many writes can share a commit. */
  private static final int WORKERS = 16;

  private final ReopeningBackend backend;
  private final MongoServer server;

  private EmbeddedMongo(ReopeningBackend backend, MongoServer server) {
    this.backend = backend;
    this.server = server;
  }

  /**
   * Opens or creates the file and serves it.
   *
   * @throws dev.letterlock.storage.UnusableDatabaseException if another process has the file, it is
   *     damaged, or its disk is full
   */
  public static EmbeddedMongo open(Path file) {
    return open(file, 0);
  }

  /**
   * Like {@link #open(Path)}, on a given port.
   *
   * @param port 0: any
   */
  public static EmbeddedMongo open(Path file, int port) {
    ReopeningBackend backend = ReopeningBackend.open(file);
    MongoServer server = new MongoServer(backend.asBackend());
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, WORKERS);
    return new EmbeddedMongo(backend, server);
  }

  /** Where clients reach it; without retries, which need sessions that it does not have. */
  public String uri() {
    InetSocketAddress address = server.getLocalAddress();
    return "mongodb://127.0.0.1:" + address.getPort() + "/?retryWrites=false&retryReads=false";
  }

  /** True while writes reach the disk. */
  public boolean storing() {
    return backend.storing();
  }

  /** Closes the connections and the file. */
  @Override
  public void close() {
    server.shutdownNow();
  }
}
