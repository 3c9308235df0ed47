package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import dev.letterlock.storage.UnusableDatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The H2 back end with a commit before each reply. The stock one answers first and commits within
 * the next second; it would also let that background commit fall between the parts of one write,
 * and a crash then leaves a document without its index entry: so nothing commits here but the
 * {@link CommitGate}, and never while a write is under way.
 */
final class DurableBackend extends H2Backend {
  private static final Logger log = LoggerFactory.getLogger(DurableBackend.class);

  /** The server's error code for "try another time", which drivers take for a lost server. */
  private static final int UNAVAILABLE = 91;

  private static final int UNKNOWN = 8;

  private static final int CACHE_MB = 64;

  /** How long the file keeps what nothing refers to any more; every commit is fsynced. */
  private static final int RETENTION_MS = 1_000;

  /** Commands known to change nothing; any other is followed by a commit. */
  private static final Set<String> READS =
      Set.of("find", "getmore", "killcursors", "count", "aggregate", "ping", "ismaster", "hello");

  private final MVStore store;
  private final CommitGate gate;

  private DurableBackend(MVStore store) {
    super(store);
    this.store = store;
    this.gate = new CommitGate(store);
  }

  /**
   * Opens or creates the file.
   *
   * @throws UnusableDatabaseException if another process has it, it is damaged or not writable, or
   *     its disk is full
   */
  static DurableBackend open(Path file) {
    try {
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .autoCommitBufferSize(0)
              .cacheSize(CACHE_MB)
              .open();
      store.setRetentionTime(RETENTION_MS);
      return new DurableBackend(store);
    } catch (MVStoreException e) {
      throw new UnusableDatabaseException(
          "embedded database: "
              + file
              + ": "
              + e.getMessage()
              + " (expected: a sound file that this process alone can write, on a disk with room;"
              + " make room or mend the disk, or move the file away and restore a backup)",
          e);
    }
  }

  boolean storing() {
    return !store.isClosed();
  }

  /** Writes the file into an archive; writes wait meanwhile, reads do not. */
  void backUp(ZipOutputStream out) {
    gate.still(() -> {
      try {
        store.getFileStore().backup(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** Runs on the server's workers. The caller would log the whole request with an exception. */
  @Override
  public Document handleMessage(MongoMessage message) {
    try {
      return gate.run(isChange(message), () -> super.handleMessage(message));
    } catch (MongoServerError e) {
      return failure(e.getMessageWithoutErrorCode(), e.getCode());
    } catch (MongoServerException e) {
      return failure(e.getMessageWithoutErrorCode(), UNKNOWN);
    } catch (RuntimeException e) {
      log.error("request failed: {}", e.getClass().getName());
      return failure(e.getClass().getName(), storing() ? UNKNOWN : UNAVAILABLE);
    }
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new KeyedDatabase(name, getMvStore(), getCursorRegistry());
  }

  private static boolean isChange(MongoMessage message) {
    return !READS.contains(
        message.getDocument().keySet().iterator().next().toLowerCase(Locale.ROOT));
  }

  private static Document failure(String why, int code) {
    return new Document("ok", 0).append("errmsg", why).append("code", code);
  }
}
