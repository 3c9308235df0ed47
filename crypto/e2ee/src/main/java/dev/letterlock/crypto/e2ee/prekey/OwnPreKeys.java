package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All pre-keys of this device with their secrets (docs/E2EE.md §2.3): a value that never changes.
 * {@link PreKeyMaker} and a first message make the next one, which shares no secret with this one;
 * store that, then close this. Safe for any thread until closed.
 */
public final class OwnPreKeys implements AutoCloseable {

  static final int MAX_SIGNED = 32;
  static final int MAX_ONE_TIME = 500;
  static final int MAX_KEM = 100;

  private static final int VERSION = 1;

  private final List<SignedSecret> signed;
  private final List<OneTimeSecret> oneTime;
  private final List<KemSecret> kem;

  /** Owns the secrets given. Each list is oldest first. */
  OwnPreKeys(List<SignedSecret> signed, List<OneTimeSecret> oneTime, List<KemSecret> kem) {
    this.signed = List.copyOf(signed);
    this.oneTime = List.copyOf(oneTime);
    this.kem = List.copyOf(kem);
  }

  /** Of a device that has made none. */
  public static OwnPreKeys none() {
    return new OwnPreKeys(List.of(), List.of(), List.of());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static OwnPreKeys decode(byte[] encoded) {
    StateReader in = new StateReader("own pre-keys", encoded).version(VERSION);
    List<SignedSecret> signed = new ArrayList<>();
    for (int left = in.count16(MAX_SIGNED); left > 0; left--) {
      signed.add(SignedSecret.read(in));
    }
    List<OneTimeSecret> oneTime = new ArrayList<>();
    for (int left = in.count16(MAX_ONE_TIME); left > 0; left--) {
      oneTime.add(OneTimeSecret.read(in));
    }
    List<KemSecret> kem = new ArrayList<>();
    for (int left = in.count16(MAX_KEM); left > 0; left--) {
      kem.add(KemSecret.read(in));
    }
    in.end();
    return new OwnPreKeys(signed, oneTime, kem);
  }

  /** Everything, secrets too, for an encrypted key store: about 85 kB with all targets met. */
  public byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).u16(signed.size());
      signed.forEach(key -> key.write(out));
      out.u16(oneTime.size());
      oneTime.forEach(key -> key.write(out));
      out.u16(kem.size());
      kem.forEach(key -> key.write(out));
      return out.toByteArray();
    }
  }

  /** How many one-time X25519 keys have not been used yet, as far as this device knows. */
  public int oneTimeCount() {
    return oneTime.size();
  }

  /** How many one-time KEM keys have not been used yet, as far as this device knows. */
  public int kemOneTimeCount() {
    return (int) kem.stream().filter(key -> !key.isLastResort()).count();
  }

  List<SignedSecret> signed() {
    return signed;
  }

  List<OneTimeSecret> oneTime() {
    return oneTime;
  }

  List<KemSecret> kem() {
    return kem;
  }

  @Nullable SignedSecret signed(int id) {
    return signed.stream().filter(key -> key.publicHalf().id() == id).findFirst().orElse(null);
  }

  @Nullable OneTimeSecret oneTime(int id) {
    return oneTime.stream().filter(key -> key.publicHalf().id() == id).findFirst().orElse(null);
  }

  @Nullable KemSecret kem(int id) {
    return kem.stream().filter(key -> key.publicHalf().id() == id).findFirst().orElse(null);
  }

  boolean hasId(int id) {
    return signed(id) != null || oneTime(id) != null || kem(id) != null;
  }

  /** What is left when a handshake has used the keys of these ids. */
  OwnPreKeys without(int oneTimeId, int kemId) {
    return new OwnPreKeys(
        signed.stream().map(SignedSecret::copy).toList(),
        oneTime.stream()
            .filter(key -> key.publicHalf().id() != oneTimeId)
            .map(OneTimeSecret::copy)
            .toList(),
        kem.stream()
            .filter(key -> key.isLastResort() || key.publicHalf().id() != kemId)
            .map(KemSecret::copy)
            .toList());
  }

  /** As {@link #without}, but for a handshake that used no one-time key and must not come again. */
  OwnPreKeys remembering(int signedId, Hash32 ephemeral, int kemId) {
    OwnPreKeys rest = without(0, kemId);
    return new OwnPreKeys(
        rest.signed.stream()
            .map(key -> key.publicHalf().id() == signedId ? remembering(key, ephemeral) : key)
            .toList(),
        rest.oneTime,
        rest.kem);
  }

  private static SignedSecret remembering(SignedSecret key, Hash32 ephemeral) {
    Set<Hash32> ephemerals = new LinkedHashSet<>(key.ephemerals());
    ephemerals.add(ephemeral);
    return new SignedSecret(key.publicHalf(), key.secretHalf(), key.replacedAt(), ephemerals);
  }

  /** The same keys with secrets of their own. */
  Copies copies() {
    return new Copies(
        new ArrayList<>(signed.stream().map(SignedSecret::copy).toList()),
        new ArrayList<>(oneTime.stream().map(OneTimeSecret::copy).toList()),
        new ArrayList<>(kem.stream().map(KemSecret::copy).toList()));
  }

  @Override
  public void close() {
    signed.forEach(key -> key.secretHalf().close());
    oneTime.forEach(key -> key.secretHalf().close());
    kem.forEach(key -> key.pkcs8().close());
  }

  @Override
  public String toString() {
    return "OwnPreKeys[" + signed.size() + ", " + oneTime.size() + ", " + kem.size() + "]";
  }

  /** Lists to change on the way to the next value. */
  record Copies(List<SignedSecret> signed, List<OneTimeSecret> oneTime, List<KemSecret> kem) {

    OwnPreKeys toKeys() {
      return new OwnPreKeys(signed, oneTime, kem);
    }

    /** Drops what was replaced, or found to be claimed, before {@code time}. */
    void dropReplacedBefore(long time) {
      drop(signed, key -> !key.isCurrent() && key.replacedAt() < time, SignedSecret::secretHalf);
      drop(kem, key -> key.replacedAt() != 0 && key.replacedAt() < time, KemSecret::pkcs8);
    }

    /** Drops the oldest of too many, such as one-time keys that were claimed but never used. */
    void dropBeyondLimits() {
      dropOldest(signed, MAX_SIGNED, SignedSecret::secretHalf);
      dropOldest(oneTime, MAX_ONE_TIME, OneTimeSecret::secretHalf);
      dropOldest(kem, MAX_KEM, KemSecret::pkcs8);
    }

    private static <K> void dropOldest(List<K> keys, int most, Function<K, SecretBytes> secretOf) {
      List<K> oldest = keys.subList(0, Math.max(0, keys.size() - most));
      oldest.forEach(key -> secretOf.apply(key).close());
      oldest.clear();
    }

    private static <K> void drop(
        List<K> keys, Predicate<K> old, Function<K, SecretBytes> secretOf) {
      keys.stream().filter(old).forEach(key -> secretOf.apply(key).close());
      keys.removeIf(old);
    }
  }
}
