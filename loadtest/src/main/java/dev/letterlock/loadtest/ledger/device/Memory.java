package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.loadtest.ledger.Entry;
import dev.letterlock.loadtest.ledger.LedgerFile;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device knows, which is what its ledger says: everything is written there first. One
 * thread.
 */
final class Memory implements AutoCloseable {

  private final LedgerFile file;
  private final Map<MessageId, Entry.Submitted> unanswered = new LinkedHashMap<>();
  private final Set<MessageId> arrived = new HashSet<>();
  private Cursor stored = Cursor.ZERO;
  private boolean doubted;

  private Memory(LedgerFile file) {
    this.file = file;
  }

  /** Remembers what earlier lives wrote. */
  static Memory open(Path path, DeviceAddress device) {
    List<Entry> written = LedgerFile.entries(path);
    Memory memory = new Memory(LedgerFile.open(path, device));
    written.forEach(memory::note);
    return memory;
  }

  /** Writes an entry; only then may anybody else learn of it. */
  void write(Entry entry) {
    file.append(entry);
    note(entry);
  }

  /** The last place of the inbox that is stored. */
  Cursor stored() {
    return stored;
  }

  /** Handed in and not answered, in their old order. */
  List<Entry.Submitted> unanswered() {
    return List.copyOf(unanswered.values());
  }

  int unansweredCount() {
    return unanswered.size();
  }

  /** A message that is not answered yet; null for any other. */
  Entry.@Nullable Submitted unanswered(MessageId id) {
    return unanswered.get(id);
  }

  /** Whether a message came before the server lost its memory of some time, and comes again. */
  boolean isRepeated(MessageId id) {
    return doubted && arrived.contains(id);
  }

  @Override
  public void close() {
    file.close();
  }

  private void note(Entry entry) {
    switch (entry) {
      case Entry.Submitted submitted -> unanswered.put(submitted.id(), submitted);
      case Entry.Accepted accepted -> unanswered.remove(accepted.id());
      case Entry.Refused refused -> unanswered.remove(refused.id());
      case Entry.Arrived message -> {
        stored = message.place();
        arrived.add(message.id());
      }
      case Entry.AtRisk _ -> doubted = true;
      case Entry.Skipped skipped -> stored = skipped.to();
      case Entry.Begun _, Entry.Told _, Entry.Claimed _ -> {}
    }
  }
}
