package dev.letterlock.server.features.prekeys;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.KeyChecks;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.device.PreKeyStore;
import dev.letterlock.storage.device.PreKeyUpload;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks of uploaded pre-keys: docs/E2EE.md §3. Signatures cost 60 µs, keys 30 µs each: never
 * on an event loop.
 */
public final class PreKeyRules {

  private final E1 e1;
  private final KeyChecks keys;

  public PreKeyRules(E1 e1) {
    this.e1 = e1;
    this.keys = new KeyChecks(e1.sodium());
  }

  /**
   * Checks everything but the reuse of ids, which the store knows.
   *
   * @throws RefusedException {@link Refusal#KEY_REJECTED}
   */
  public PreKeyUpload check(DeviceCert owner, EncodedPreKeys encoded, Instant now) {
    return check(owner, encoded, created -> KeyChecks.requireFresh(created, now));
  }

  /** As {@link #check}, for an operator's import: keys of any age. */
  public PreKeyUpload checkImported(DeviceCert owner, EncodedPreKeys encoded) {
    return check(owner, encoded, PreKeyRules::anyAge);
  }

  private PreKeyUpload check(DeviceCert owner, EncodedPreKeys encoded, LongConsumer freshness) {
    requireCount("one-time pre-keys", encoded.oneTime(), PreKeyStore.MAX_ONE_TIME);
    requireCount("KEM pre-keys", encoded.kem(), PreKeyStore.MAX_KEM_ONE_TIME);
    requireDistinctIds(encoded.oneTime());
    requireDistinctIds(kemKeys(encoded));
    try {
      return new PreKeyUpload(
          signed(owner, encoded.signed(), freshness),
          encoded.oneTime().stream().map(this::oneTime).toList(),
          encoded.kem().stream()
              .map(key -> kem(owner, key, KemPreKey.Kind.ONE_TIME, freshness))
              .toList(),
          lastResort(owner, encoded.kemLastResort(), freshness));
    } catch (KeyRejectedException e) {
      throw RefusedException.of(e);
    }
  }

  private static void anyAge(long created) {}

  private @Nullable OpaqueBytes signed(
      DeviceCert owner, @Nullable OpaqueBytes encoded, LongConsumer freshness) {
    if (encoded == null) {
      return null;
    }
    SignedPreKey key = SignedPreKey.parse(encoded.toByteArray());
    freshness.accept(key.created());
    key.verify(e1, owner);
    keys.requireUsable(key.key());
    return encoded;
  }

  private OpaqueBytes oneTime(OpaqueBytes encoded) {
    keys.requireUsable(OneTimePreKey.parse(encoded.toByteArray()).key());
    return encoded;
  }

  private @Nullable OpaqueBytes lastResort(
      DeviceCert owner, @Nullable OpaqueBytes encoded, LongConsumer freshness) {
    return encoded == null ? null : kem(owner, encoded, KemPreKey.Kind.LAST_RESORT, freshness);
  }

  private OpaqueBytes kem(
      DeviceCert owner, OpaqueBytes encoded, KemPreKey.Kind kind, LongConsumer freshness) {
    KemPreKey key = KemPreKey.parse(encoded.toByteArray());
    if (key.kind() != kind) {
      throw new KeyRejectedException(
          KeyFault.BAD_KIND, "KEM pre-key kind: " + key.kind() + " (expected: " + kind + ")");
    }
    freshness.accept(key.created());
    key.verify(e1, owner);
    return encoded;
  }

  private static void requireCount(String name, List<OpaqueBytes> items, int most) {
    if (items.size() > most) {
      throw new RefusedException(
          Refusal.TOO_MANY_KEYS, name + ": " + items.size() + " (expected: at most " + most + ")");
    }
  }

  private static List<OpaqueBytes> kemKeys(EncodedPreKeys encoded) {
    OpaqueBytes lastResort = encoded.kemLastResort();
    return lastResort == null
        ? encoded.kem()
        : Stream.concat(encoded.kem().stream(), Stream.of(lastResort)).toList();
  }

  /** The id is the first u32 of every form; too short a key is found when it is read. */
  private static void requireDistinctIds(List<OpaqueBytes> items) {
    Set<OpaqueBytes> ids = new HashSet<>();
    for (OpaqueBytes item : items) {
      if (!ids.add(OpaqueBytes.wrap(Arrays.copyOf(item.toByteArray(), Integer.BYTES)))) {
        throw new RefusedException(
            Refusal.KEY_ID_REUSED, "pre-key id: twice in one upload (expected: once)");
      }
    }
  }
}
