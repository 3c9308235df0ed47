package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import java.nio.ByteBuffer;

/**
 * Nonces that any server on this Redis may spend. They expire there by themselves, and a generation
 * takes all of them along, because it may have forgotten what was spent. Any thread.
 */
final class RedisNonces implements NonceStore {
  private static final char KIND = 'o';

  private final RedisLink link;

  RedisNonces(RedisLink link) {
    this.link = link;
  }

  @Override
  public void open(UserId user, byte[] nonce) {
    ask(user, nonce, LIFE.toMillis());
  }

  @Override
  public boolean spend(UserId user, byte[] nonce) {
    return nonce.length == SIZE && ask(user, nonce, 0);
  }

  private boolean ask(UserId user, byte[] nonce, long life) {
    ScriptCall call =
        new ScriptCall(Script.NONCE, Bases.partition(nonce)).key(Bases.named(KIND, nonce));
    call.argument(Bases.putUser(ByteBuffer.allocate(Bases.USER_SIZE), user).array());
    return (Long) Asking.ask(link, call.argument(life)).getFirst() == 1;
  }
}
