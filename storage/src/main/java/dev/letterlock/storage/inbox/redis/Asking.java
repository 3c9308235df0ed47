package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.BlockingGuard;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import java.util.List;

/** Asks for what lies beside the inboxes, and waits for the answer. */
final class Asking {
  private Asking() {}

  /**
   * Runs a script.
   *
   * @throws StoreUnavailableException if the outcome is not known, or nothing was done
   * @throws IllegalStateException on a thread that must not wait
   */
  static List<Object> ask(RedisLink link, ScriptCall call) {
    EngineThread.refuse();
    BlockingGuard.check();
    try {
      return Faults.await(link.run(call));
    } catch (InboxUnavailableException e) {
      throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }
}
