package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.vault.NewFile;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a person keeps a recovery file (docs/E2EE.md §2.2). Blocks for the disk. */
final class RecoveryOnDisk {

  private RecoveryOnDisk() {}

  /**
   * Refuses before anything is done what {@link #write} would refuse at its end.
   *
   * @throws RefusedException if something of that name is there
   */
  static void requireFree(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw taken(file, null);
    }
  }

  /**
   * Writes a new file, readable by its owner only.
   *
   * @throws RefusedException if one is there, or it cannot be written; nothing of it is left
   */
  static void write(Path file, RecoveryFile content) {
    try {
      NewFile.write(file, content.encode());
    } catch (FileAlreadyExistsException e) {
      throw taken(file, e);
    } catch (NoSuchFileException e) {
      throw new RefusedException("The folder of " + file + " is not there: give another.", e);
    } catch (IOException e) {
      throw new RefusedException(
          Reason.DISK,
          "Nothing can be written to " + file + ", so nothing is there: give another file.",
          null,
          e);
    }
  }

  /**
   * Reads one without opening it.
   *
   * @throws RefusedException if it cannot be read
   * @throws dev.letterlock.crypto.e2ee.store.RecoveryRejectedException if it is none
   */
  static RecoveryFile read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return RecoveryFile.parse(in.readNBytes(RecoveryFile.SIZE + 1));
    } catch (NoSuchFileException e) {
      throw new RefusedException("There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new RefusedException(
          Reason.DISK, "The file " + file + " cannot be read: is it one, and yours?", null, e);
    }
  }

  private static RefusedException taken(Path file, @Nullable Throwable cause) {
    return new RefusedException(
        Reason.REFUSED, "There is a file " + file + " already: give another name.", null, cause);
  }
}
