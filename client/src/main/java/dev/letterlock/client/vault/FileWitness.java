package dev.letterlock.client.vault;

import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness in a file of 24 bytes: {@code vault id 16 | generation u64}. It helps against a backup
 * of the vault alone, not against one of the whole disk, unless it lies elsewhere. The generation
 * is overwritten in place and not synced, which costs some 5 µs instead of 90 and more: the death
 * of the process takes nothing from it, that of the machine what the system has not written out,
 * and never does it run ahead of the vault. One vault uses it at a time.
 */
public final class FileWitness implements RestoreWitness {

  private static final Logger LOG = LoggerFactory.getLogger(FileWitness.class);
  private static final int ID_SIZE = 16;
  private static final int SIZE = ID_SIZE + Long.BYTES;

  private final Path file;
  private @Nullable Octets known;
  private boolean failed;

  public FileWitness(Path file) {
    this.file = file;
  }

  @Override
  public long remembered(Octets vaultId) {
    try {
      byte[] stored = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      boolean ours =
          stored.length == SIZE && Octets.of(Arrays.copyOf(stored, ID_SIZE)).equals(vaultId);
      known = ours ? vaultId : null;
      return ours ? ByteBuffer.wrap(stored).getLong(ID_SIZE) : 0;
    } catch (IOException e) {
      LOG.warn("witness: not readable (expected: readable): {}", e.getMessage());
      return 0;
    }
  }

  @Override
  public void begin(Octets vaultId, long generation) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    vaultId.writeTo(out);
    Disk.replace(file, out.putLong(generation).array());
    known = vaultId;
  }

  @Override
  public void remember(Octets vaultId, long generation) {
    try {
      if (known != null && known.equals(vaultId) && Files.exists(file)) {
        overwrite(generation);
      } else {
        begin(vaultId, generation);
      }
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("witness: not written (expected: writable): {}", e.getMessage());
      }
      failed = true;
    }
  }

  private void overwrite(long generation) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(generation).array();
      Disk.writeFully(channel, number, ID_SIZE);
    }
  }
}
