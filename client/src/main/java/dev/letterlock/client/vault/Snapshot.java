package dev.letterlock.client.vault;

import dev.letterlock.client.vault.VaultFile.FramePlace;
import dev.letterlock.client.vault.VaultIndex.Entry;
import dev.letterlock.crypto.e2ee.store.FrameBody;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;
import java.util.function.Function;

/** Copies what is current of a vault into a new file, many records to a frame. Used once. */
final class Snapshot {

  /** Small, as whoever reads one value opens its whole frame. */
  private static final int FRAME_BYTES = 4 << 10;

  private final long generation;
  private final VaultFile target;
  private final VaultIndex targetIndex;
  private VaultChanges gathered = new VaultChanges();
  private int gatheredBytes;

  /**
   * @param generation of every frame
   */
  Snapshot(long generation, VaultFile target, VaultIndex targetIndex) {
    this.generation = generation;
    this.target = target;
    this.targetIndex = targetIndex;
  }

  /**
   * @param changed the key of a record that does not stay as it is
   * @param value of it
   */
  void copy(
      VaultIndex source, Function<Entry, SecretBytes> values, RecordKey changed, byte[] value) {
    for (RecordKey key : source.keys()) {
      source
          .find(key)
          .filter(_ -> !key.equals(changed))
          .ifPresent(entry -> copy(key, entry, values));
    }
    gathered.put(changed, value);
    write();
  }

  private void copy(RecordKey key, Entry entry, Function<Entry, SecretBytes> values) {
    try (SecretBytes value = values.apply(entry)) {
      byte[] bytes = value.revealCopy();
      gathered.put(key, bytes);
      gatheredBytes += bytes.length;
      Arrays.fill(bytes, (byte) 0);
    }
    if (gatheredBytes >= FRAME_BYTES) {
      write();
    }
  }

  private void write() {
    try (VaultChanges full = gathered) {
      FramePlace place = target.write(generation, full);
      try (FrameBody body = target.read(place)) {
        targetIndex.apply(place, body);
      }
    }
    gathered = new VaultChanges();
    gatheredBytes = 0;
  }
}
