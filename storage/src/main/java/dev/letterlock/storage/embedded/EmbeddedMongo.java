package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

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

  /**
   * Writes what was ever answered into a new archive with one entry, and syncs it. Who writes waits
   * as long as the copying takes. Blocking.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is such a file
   * @throws IOException if it cannot be written, or the database is closed by a failure
   */
  public void backUp(Path archive) throws IOException {
    try (FileChannel file =
            FileChannel.open(archive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZipOutputStream out =
            new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)))) {
      // What is in it is encrypted or random for the most part.
      out.setLevel(Deflater.NO_COMPRESSION);
      backend.backUp(out);
      out.finish();
      out.flush();
      file.force(true);
    }
  }

  /** Writes the one entry of an archive of {@link #backUp} to a new file, and syncs it. */
  public static void unpack(Path archive, Path file) throws IOException {
    try (ZipInputStream in =
            new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive)));
        FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (in.getNextEntry() == null) {
        throw new IOException("archive: " + archive + ": empty (expected: one file)");
      }
      in.transferTo(Channels.newOutputStream(out));
      out.force(true);
    }
  }

  /** Closes the connections and the file. */
  @Override
  public void close() {
    server.shutdownNow();
  }
}
