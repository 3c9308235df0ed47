package dev.letterlock.client.vault;

import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness in a file of 24 bytes: {@code vault id 16 | generation u64}. It helps against a backup
 * of the vault alone, not against one of the whole disk. One vault uses it at a time.
 */
public final class FileWitness implements RestoreWitness {

  private static final Logger LOG = LoggerFactory.getLogger(FileWitness.class);
  private static final int ID_SIZE = 16;
  private static final int SIZE = ID_SIZE + Long.BYTES;

  private final Path file;

  public FileWitness(Path file) {
    this.file = file;
  }

  @Override
  public long remembered(Octets vaultId) {
    try {
      byte[] stored = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      boolean ours =
          stored.length == SIZE && Octets.of(Arrays.copyOf(stored, ID_SIZE)).equals(vaultId);
      return ours ? ByteBuffer.wrap(stored).getLong(ID_SIZE) : 0;
    } catch (IOException e) {
      LOG.warn("witness: not readable (expected: readable): {}", e.getMessage());
      return 0;
    }
  }

  @Override
  public void remember(Octets vaultId, long generation) {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    vaultId.writeTo(out);
    out.putLong(generation);
    try {
      Disk.replace(file, out.array());
    } catch (IOException e) {
      LOG.warn("witness: not written (expected: writable): {}", e.getMessage());
    }
  }
}
