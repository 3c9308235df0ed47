package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedHead;
import dev.letterlock.storage.message.AgedInboxStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores what it is given and then says that it is not known whether it did. */
record CopiesThenFails(AgedInboxStore store) implements AgedInboxStore {
  @Override
  public void copy(Collection<AgedEntry> entries) {
    store.copy(entries);
    throw new StoreUnavailableException("told to fail", new IllegalStateException());
  }

  @Override
  public List<AgedEntry> read(DeviceAddress device, Cursor after, int maxEntries, int maxBytes) {
    return store.read(device, after, maxEntries, maxBytes);
  }

  @Override
  public List<AgedHead> heads(@Nullable DeviceAddress after, int limit) {
    return store.heads(after, limit);
  }

  @Override
  public void deleteUpTo(Map<DeviceAddress, Cursor> upTo) {
    store.deleteUpTo(upTo);
  }

  @Override
  public void delete(Collection<AgedEntry> entries) {
    store.delete(entries);
  }

  @Override
  public void forget(DeviceAddress device) {
    store.forget(device);
  }

  @Override
  public List<AgedEntry> expired(Instant now, int limit) {
    return store.expired(now, limit);
  }
}
