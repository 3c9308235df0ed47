package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.local.disk.DamagedDirectoryException;
import dev.letterlock.storage.inbox.local.disk.DataDirectoryInUseException;
import dev.letterlock.storage.inbox.local.disk.StorageFaultException;
import dev.letterlock.storage.inbox.redis.link.UnfitRedisException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Says in words, and by an exit code, what keeps a server from starting. */
final class StartFailure {
  private static final String MEND_DISK =
      " Make room on its disk or mend it, then start again; nothing that was accepted is lost.";

  private StartFailure() {}

  /** A {@link CommandFailure}, or the exception itself where it is one or nobody expected it. */
  static RuntimeException inWords(Exception e, ServerConfig.Storage config) {
    return switch (e) {
      case EdgeFault fault -> failure(ExitCode.CONFIGURATION, fault.getMessage());
      case StoreUnavailableException away when config.mongodbUri() == null ->
          storage(config, "the accounts cannot be stored (" + away.getMessage() + ").");
      case StoreUnavailableException _ ->
          failure(
              ExitCode.UNAVAILABLE,
              "MongoDB cannot be reached. Start it, correct MONGODB_URI, or leave MONGODB_URI away"
                  + " to use the embedded storage.");
      case UnfitRedisException unfit ->
          failure(ExitCode.UNAVAILABLE, "REDIS_URL: " + unfit.getMessage());
      case InboxUnavailableException away ->
          failure(
              ExitCode.UNAVAILABLE,
              "REDIS_URL: "
                  + away.getMessage()
                  + ". Mend or start it, correct REDIS_URL, or leave REDIS_URL away to keep the"
                  + " messages in DATA_DIR.");
      case StorageFaultException fault ->
          storage(config, "the inbox cannot be opened or written (" + fault.getMessage() + ").");
      case UncheckedIOException fault ->
          storage(config, "a file cannot be made or written (" + fault.getCause() + ").");
      case DamagedDirectoryException damage -> failure(ExitCode.STORAGE, damage.getMessage());
      case UnusableDatabaseException damage -> failure(ExitCode.STORAGE, damage.getMessage());
      case DataDirectoryInUseException used -> failure(ExitCode.CONFIGURATION, used.getMessage());
      case RuntimeException other -> other;
      default -> new IllegalStateException(e);
    };
  }

  private static CommandFailure storage(ServerConfig.Storage config, String what) {
    return failure(ExitCode.STORAGE, "DATA_DIR: " + config.dataDir() + ": " + what + MEND_DISK);
  }

  private static CommandFailure failure(int exitCode, @Nullable String sentence) {
    return new CommandFailure(exitCode, String.valueOf(sentence));
  }
}
