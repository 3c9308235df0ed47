package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.BlockingGuard;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes live, by the clock of Redis, so that those of the servers may differ. Any thread. */
final class RedisNodes implements NodeRegistry {
  private static final byte[] KEY = Bases.ofDomain('v');
  private static final long NOBODY = 0;

  private final RedisLink link;
  private final Duration life;

  /**
   * @param life how long one lives that says nothing more
   */
  RedisNodes(RedisLink link, Duration life) {
    this.link = link;
    this.life = life;
  }

  @Override
  public void renew(long node, String name) {
    ask(node, life.toMillis(), name);
  }

  @Override
  public Set<Long> alive(Collection<Long> nodes) {
    Set<Long> alive = new HashSet<>(nodes);
    alive.retainAll(all().keySet());
    return alive;
  }

  @Override
  public Map<Long, String> all() {
    List<Object> answer = ask(NOBODY, 0, "");
    Map<Long, String> all = new HashMap<>();
    for (int i = 0; i < answer.size(); i += 2) {
      all.put(Long.parseLong(text(answer.get(i))), text(answer.get(i + 1)));
    }
    return all;
  }

  @Override
  public void leave(long node) {
    ask(node, 0, "");
  }

  private List<Object> ask(long node, long lives, String name) {
    EngineThread.refuse();
    BlockingGuard.check();
    ScriptCall call = new ScriptCall(Script.NODES).key(KEY).argument(node).argument(lives);
    return Faults.await(link.run(call.argument(name.getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
