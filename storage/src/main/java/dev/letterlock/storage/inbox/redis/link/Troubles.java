package dev.letterlock.storage.inbox.redis.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.util.concurrent.CompletionException;

/** Faults in words for an operator. */
final class Troubles {
  private Troubles() {}

  static String words(Throwable fault) {
    return switch (fault) {
      case CompletionException wrapped when wrapped.getCause() != null -> words(wrapped.getCause());
      case RedisCommandTimeoutException _ -> "Redis: does not answer";
      case RedisConnectionException _ -> "Redis: cannot be reached";
      case RedisCommandExecutionException refused -> "Redis: refuses: " + refused.getMessage();
      case UnfitRedisException unfit -> String.valueOf(unfit.getMessage());
      case UnconfirmedException late -> String.valueOf(late.getMessage());
      default -> "Redis: the connection was lost";
    };
  }
}
