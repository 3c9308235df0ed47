package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.session.PairwiseSessions;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** What every step of a profile stands on. The vault and the own device are closed with it. */
public record Tools(
    E1 e1,
    Clock clock,
    SecureRandom random,
    Vault vault,
    OwnDevice own,
    PairwiseSessions pairwise,
    PayloadSlice slices)
    implements AutoCloseable {

  private static final int V7_TIME_SHIFT = 16;
  private static final long V7_VERSION = 0x7000;
  private static final long V7_RANDOM = 0x0fff;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_RANDOM = 0x3fff_ffff_ffff_ffffL;

  public static Tools of(E1 e1, Clock clock, Vault vault, OwnDevice own) {
    SecureRandom random = new SecureRandom();
    XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
    return new Tools(
        e1,
        clock,
        random,
        vault,
        own,
        new PairwiseSessions(e1, cipher, own, clock, random),
        new PayloadSlice(e1, cipher));
  }

  public Transaction begin() {
    return new Transaction(vault);
  }

  public UUID user() {
    return own.cert().address().user();
  }

  /** This device. */
  public DeviceAddress address() {
    return new DeviceAddress(UserId.of(user()), own.cert().address().device());
  }

  /** The conversation of this account and another, or with itself. */
  public UUID conversationWith(UUID peer) {
    return ConversationIds.direct(e1, user(), peer);
  }

  /** A fresh UUIDv7. */
  public UUID newId() {
    long high = clock.millis() << V7_TIME_SHIFT | V7_VERSION | (random.nextLong() & V7_RANDOM);
    return new UUID(high, VARIANT | (random.nextLong() & VARIANT_RANDOM));
  }

  @Override
  public void close() {
    own.close();
    vault.close();
  }

  @Override
  public String toString() {
    return "Tools[" + own + "]";
  }
}
