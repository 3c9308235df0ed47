package dev.letterlock.storage.inbox.local.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Finds out whether a directory's file system can write past the page cache. */
final class DirectIo {
  /** In a module of the JDK of which the compiler warns, so it is looked up by name. */
  private static final String OPTIONS = "com.sun.nio.file.ExtendedOpenOption";

  private DirectIo() {}

  static boolean worksIn(Path directory) {
    Path probe = directory.resolve("direct.probe");
    try {
      Optional<OpenOption> direct = option();
      if (direct.isEmpty()) {
        return false;
      }
      try (FileChannel file =
          FileChannel.open(
              probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, direct.get())) {
        return file.isOpen();
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private static Optional<OpenOption> option() {
    try {
      return Arrays.stream(Class.forName(OPTIONS).getEnumConstants())
          .filter(constant -> constant.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst();
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    }
  }
}
