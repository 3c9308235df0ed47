package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.util.concurrent.CompletionException;

/** Faults in words for an operator. */
final class Troubles {
  private Troubles() {}

  /** What stages have wrapped. */
  static Throwable cause(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  /** How a start ends that failed. */
  static RuntimeException atStart(RuntimeException fault) {
    return fault instanceof UnfitRedisException
        ? fault
        : new InboxUnavailableException(words(fault), fault);
  }

  static String words(Throwable fault) {
    return switch (fault) {
      case CompletionException wrapped when wrapped.getCause() != null -> words(wrapped.getCause());
      case RedisCommandTimeoutException _ -> "Redis: does not answer";
      case RedisConnectionException _ -> "Redis: cannot be reached";
      case RedisCommandExecutionException refused -> "Redis: refuses: " + refused.getMessage();
      case UnfitRedisException unfit -> String.valueOf(unfit.getMessage());
      case InboxUnavailableException away -> String.valueOf(away.getMessage());
      case UnconfirmedException late -> String.valueOf(late.getMessage());
      default -> "Redis: the connection was lost";
    };
  }
}
