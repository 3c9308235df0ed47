package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.StorageFaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens after a write failed: nothing more is stored, reads go on, and as soon as there is
 * room the database is closed and opened again, so that its log says what has become of the failed
 * write. The commit thread runs it; {@link #trouble} may be asked by any.
 */
final class Mending {
  static final long SECOND = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
  private static final long RETRY_MICROS = 500_000;
  private static final int PROBE_BYTES = 4 << 20;

  private final Path directory;
  private final Opener opener;
  private final Lock noReaders;

  private volatile @Nullable String trouble;
  private long nextTry;

  /**
   * @param noReaders held while the database is closed and opened
   */
  Mending(Path directory, Opener opener, Lock noReaders) {
    this.directory = directory;
    this.opener = opener;
    this.noReaders = noReaders;
  }

  /** A write failed. */
  void broken(Throwable e, long now) {
    if (trouble == null) {
      LOG.error("Nothing can be stored", e);
    }
    trouble = "the inbox directory cannot be written: " + e.getMessage();
    nextTry = now + RETRY_MICROS;
  }

  boolean isBroken() {
    return trouble != null;
  }

  boolean isDue(long now) {
    return trouble != null && now >= nextTry;
  }

  long nextTry(long now) {
    return Math.max(0, nextTry - now);
  }

  @Nullable String trouble() {
    return trouble;
  }

  /**
   * Refuses to go on while nothing can be stored.
   *
   * @throws InboxUnavailableException then
   */
  void check() {
    String why = trouble;
    if (why != null) {
      throw new InboxUnavailableException(why);
    }
  }

  /** The state to go on with: a new one if the database could be opened again. */
  LiveState mend(LiveState broken, long now) {
    nextTry = now + RETRY_MICROS;
    if (!hasRoom(broken.database())) {
      return broken;
    }
    noReaders.lock();
    try {
      broken.database().close();
      broken.receipts().touchLagging();
      LiveState mended = opener.open(broken.receipts());
      takeOver(broken, mended);
      trouble = null;
      LOG.info("The inbox directory can be written again");
      return mended;
    } catch (StorageFaultException e) {
      trouble = "the inbox directory cannot be opened: " + e.getMessage();
      readAtLeast(broken.database());
      return broken;
    } finally {
      noReaders.unlock();
    }
  }

  /** Acks that were not written are still acks. */
  private static void takeOver(LiveState broken, LiveState mended) {
    for (DeviceInbox before : broken.inboxes().unrecorded()) {
      DeviceInbox inbox = mended.inboxes().get(before.device());
      long epoch = before.acked().epoch();
      long seq = before.acked().seq();
      if (!inbox.isBeyond(epoch, seq)) {
        mended.acks().ack(inbox, epoch, seq);
      }
      mended.acks().confirm(inbox, before.confirmedMark());
      mended.inboxes().touch(inbox);
    }
  }

  private static void readAtLeast(InboxDatabase database) {
    try {
      database.openForReading();
    } catch (StorageFaultException e) {
      LOG.warn("Not even reading is possible: {}", e.getMessage());
    }
  }

  private boolean hasRoom(InboxDatabase database) {
    Path probe = directory.resolve("room.probe");
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      long needed = database.bytesToOpen();
      if (free < needed) {
        trouble =
            "the inbox directory cannot be written: "
                + free
                + " bytes free (expected: "
                + needed
                + " or more)";
        return false;
      }
      try (FileChannel channel =
          FileChannel.open(
              probe,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
        channel.force(true);
      } finally {
        Files.deleteIfExists(probe);
      }
      return true;
    } catch (IOException e) {
      trouble = "the inbox directory cannot be written: " + e.getMessage();
      return false;
    }
  }
}
