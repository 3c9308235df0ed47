package dev.letterlock.client.vault;

import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The name of a vault's file, which passes from an old file to a new one. Not safe for more than
 * one thread.
 */
final class VaultName {

  private final Path path;
  private final DirectorySync directorySync;
  private boolean synced;

  VaultName(Path path, DirectorySync directorySync) {
    this.path = path;
    this.directorySync = directorySync;
  }

  Path path() {
    return path;
  }

  /** Where the next file is written. */
  Path fresh() {
    return path.resolveSibling(path.getFileName() + ".new");
  }

  /** The file at {@link #fresh} takes the name, surely from the next {@link #sync} on. */
  void give() throws IOException {
    synced = false;
    Disk.move(fresh(), path);
  }

  /**
   * Makes durable which file has the name. Before each write: what is confirmed may not be in a
   * file that a loss of power exchanges for an older one.
   *
   * @throws VaultException with {@link VaultFault#NOT_WRITTEN}: a later call tries again
   */
  void sync() {
    if (synced) {
      return;
    }
    try {
      directorySync.sync(path);
    } catch (IOException e) {
      throw new VaultException(
          VaultFault.NOT_WRITTEN, "vault: its directory is not on disk (expected: it is)", e);
    }
    synced = true;
  }
}
