package dev.letterlock.server.features.prekeys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.crypto.E1;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.device.PreKeyClaim;
import dev.letterlock.storage.device.PreKeyStore;
import dev.letterlock.storage.message.ConversationStore;

/**
 * Keeps the last fifth of a device's one-time keys for those to whom its user has already sent in
 * their direct conversation (who wrote alone is still a stranger), so that strangers cannot take
 * the forward secrecy of everybody's first message (docs/E2EE.md R5 and §3). A fifth of the largest
 * stock seen since the server started. Blocks.
 */
public final class DrainGuard {

  private static final int RESERVED_SHARE = 5;
  private static final long MOST_STOCKS = 1L << 16;

  private final E1 e1;
  private final PreKeyStore preKeys;
  private final ConversationStore conversations;
  private final Cache<DeviceAddress, Integer> stocks =
      Caffeine.newBuilder().maximumSize(MOST_STOCKS).build();

  public DrainGuard(E1 e1, PreKeyStore preKeys, ConversationStore conversations) {
    this.e1 = e1;
    this.preKeys = preKeys;
    this.conversations = conversations;
  }

  /** How many one-time keys a claim of this requester must leave. */
  int reserve(DeviceAddress requester, DeviceAddress target) {
    int left = preKeys.counts(target).oneTime();
    int stock = stocks.asMap().merge(target, left, Math::max);
    int reserved = stock / RESERVED_SHARE;
    boolean strangersMayTake = left > reserved;
    return strangersMayTake || !areAcquainted(requester, target) ? reserved : PreKeyClaim.TAKE_ANY;
  }

  private boolean areAcquainted(DeviceAddress requester, DeviceAddress target) {
    ConversationId direct =
        ConversationId.of(
            ConversationIds.direct(e1, requester.user().toUuid(), target.user().toUuid()));
    return requester.user().equals(target.user()) || conversations.hasSent(direct, target.user());
  }
}
