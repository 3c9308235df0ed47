package dev.letterlock.storage.blob;

import dev.letterlock.storage.blob.local.LocalBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest extends BlobStoreContract {
  @TempDir private Path directory;

  @Override
  BlobStore store() {
    try {
      return LocalBlobStore.in(directory.resolve("blobs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
