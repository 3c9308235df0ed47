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
    return askAll(link, List.of(call)).getFirst();
  }

  /**
   * Runs scripts, all at once.
   *
   * @return the answers in the same order
   * @throws StoreUnavailableException if one has no answer; the others may have been run
   * @throws IllegalStateException on a thread that must not wait
   */
  static List<List<Object>> askAll(RedisLink link, List<ScriptCall> calls) {
    EngineThread.refuse();
    BlockingGuard.check();
    try {
      return calls.stream().map(link::run).toList().stream().map(Faults::await).toList();
    } catch (InboxUnavailableException e) {
      throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }
}
