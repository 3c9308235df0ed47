package dev.letterlock.storage.message;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inbox entries that have waited long enough to leave the engine. Every method blocks, refuses
 * event loops, and throws {@link dev.letterlock.storage.StoreUnavailableException} while the
 * database is away.
 */
public interface AgedInboxStore {
  /** Copies entries in, in bulk; an entry that is there already stays as it is. */
  void copy(Collection<AgedEntry> entries);

  /**
   * Entries after a cursor in the order of their cursors.
   *
   * @param maxBytes of envelopes; one entry is returned even if it alone is larger
   */
  List<AgedEntry> read(DeviceAddress device, Cursor after, int maxEntries, int maxBytes);

  /** The next devices with entries, by rising address; those behind {@code after}, if any. */
  List<AgedHead> heads(@Nullable DeviceAddress after, int limit);

  /** Deletes each device's entries up to and including its cursor, in bulk. */
  void deleteUpTo(Map<DeviceAddress, Cursor> upTo);

  /** Deletes these entries, in bulk; those that are gone already are ignored. */
  void delete(Collection<AgedEntry> entries);

  /** Deletes all entries of a device. */
  void forget(DeviceAddress device);

  /** Entries that expired before {@code now}; a full scan, for a job. */
  List<AgedEntry> expired(Instant now, int limit);
}
