package dev.letterlock.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.NonceStore;
import java.nio.ByteBuffer;

/**
 * Nonces of a server that is alone, in memory: a restart voids them and clients ask again. Safe for
 * any thread, never blocks.
 */
public final class LocalNonces implements NonceStore {

  private static final long MOST = 1L << 17;

  private final Cache<ByteBuffer, UserId> open;

  public LocalNonces(Ticker ticker) {
    this.open =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).ticker(ticker).build();
  }

  @Override
  public void open(UserId user, byte[] nonce) {
    open.put(ByteBuffer.wrap(nonce), user);
  }

  @Override
  public boolean spend(UserId user, byte[] nonce) {
    return user.equals(open.asMap().remove(ByteBuffer.wrap(nonce)));
  }
}
