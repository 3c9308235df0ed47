package dev.letterlock.server.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jobrunr.storage.sql.h2.H2StorageProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JobRunr's tables in H2: a file of this process. H2 writes commits half a second later, and all at
 * once when asked; to write each at once would fill the disk, since the file is then never
 * compacted.
 */
final class H2Storage implements JobStorage {
  private static final Logger LOG = LoggerFactory.getLogger(H2Storage.class);
  private static final String OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE";
  private static final int CONNECTIONS = 10;
  private static final int LOGIN_SECONDS = 5;

  private final String url;
  private final @Nullable Path directory;

  private H2Storage(String url, @Nullable Path directory) {
    this.url = url;
    this.directory = directory;
  }

  static H2Storage file(Path directory) {
    return new H2Storage(
        "jdbc:h2:file:" + directory.toAbsolutePath().resolve("jobs") + OPTIONS, directory);
  }

  /** For tests: any H2 database, such as one that can be killed. */
  static H2Storage at(String url) {
    return new H2Storage(url, null);
  }

  @Override
  public Opened open() {
    makeDirectory();
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
    pool.setMaxConnections(CONNECTIONS);
    pool.setLoginTimeout(LOGIN_SECONDS);
    try {
      return new Opened(
          new H2StorageProvider(pool), true, () -> keep(pool), () -> disconnect(pool));
    } catch (RuntimeException failure) {
      pool.dispose();
      throw failure;
    }
  }

  @Override
  public String toString() {
    return directory == null ? "H2" : "H2 in " + directory;
  }

  private void makeDirectory() {
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keep(JdbcConnectionPool pool) {
    try {
      execute(pool, "CHECKPOINT SYNC");
    } catch (SQLException away) {
      throw new IllegalStateException("jobs: not on disk (expected: written)", away);
    }
  }

  /** A file is closed by SHUTDOWN even if a job still holds a connection. */
  private void disconnect(JdbcConnectionPool pool) {
    if (directory != null) {
      try {
        execute(pool, "SHUTDOWN");
      } catch (SQLException broken) {
        LOG.debug("{} was not closed in order", this, broken);
      }
    }
    pool.dispose();
  }

  private static void execute(JdbcConnectionPool pool, String command) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }
}
