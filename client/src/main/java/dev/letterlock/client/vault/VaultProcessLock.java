package dev.letterlock.client.vault;

import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second program, or a second vault object of this one, out of a vault. On a file of its
 * own, since the vault's file is replaced now and then.
 */
final class VaultProcessLock implements AutoCloseable {

  private final FileChannel channel;

  private VaultProcessLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws VaultException with {@link VaultFault#IN_USE} or {@link VaultFault#NOT_WRITTEN}
   */
  static VaultProcessLock take(Path vault) {
    Path file = vault.resolveSibling(vault.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      if (isLocked(channel)) {
        return new VaultProcessLock(channel);
      }
      channel.close();
      throw new VaultException(VaultFault.IN_USE, "vault: " + vault + " (expected: not in use)");
    } catch (ClosedByInterruptException e) {
      throw new VaultException(
          VaultFault.INTERRUPTED, "lock: " + file + " (expected: taken without an interrupt)", e);
    } catch (IOException e) {
      throw new VaultException(
          VaultFault.NOT_WRITTEN, "lock: " + file + " (expected: a writable directory)", e);
    }
  }

  /** The lock ends with the channel. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new VaultException(VaultFault.NOT_WRITTEN, "lock: not freed (expected: freed)", e);
    }
  }
}
