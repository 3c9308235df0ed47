package dev.letterlock.client.vault;

import java.io.IOException;
import java.nio.file.Path;

/** Makes the name of a file durable: {@link Disk#syncDirectory}, or a disk that fails in a test. */
interface DirectorySync {
  void sync(Path file) throws IOException;
}
