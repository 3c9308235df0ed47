package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.primitive.FreshKeys;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes this device's pre-keys and drops those whose time is over: docs/E2EE.md §2.3. A signed
 * pre-key (and with it the last-resort KEM key) is current for 2 to 7 days, as the caller decides
 * with jitter, and its secret is kept 30 days longer. Uses only what it is given; safe for any
 * thread if {@code random} is.
 */
public final class PreKeyMaker {

  /** How many one-time X25519 keys should wait at the server. */
  public static final int ONE_TIME_TARGET = 100;

  /** How many one-time KEM keys should wait at the server. */
  public static final int KEM_TARGET = 20;

  public static final Duration LEAST_ROTATION = Duration.ofDays(2);
  public static final Duration MOST_ROTATION = Duration.ofDays(7);

  /**
   * A worn signed pre-key is replaced no earlier, so that whoever wears them out on purpose cannot
   * push out the secrets of others before their time.
   */
  static final Duration LEAST_EARLY = Duration.ofDays(1);

  /** How long the secret of a replaced key is kept. */
  public static final Duration KEPT = Duration.ofDays(30);

  private final E1 e1;
  private final OwnDevice own;
  private final Clock clock;
  private final SecureRandom random;

  public PreKeyMaker(E1 e1, OwnDevice own, Clock clock, SecureRandom random) {
    this.e1 = e1;
    this.own = own;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Whether the signed pre-key is to be replaced: its time is over, a clock that was ahead made it,
   * or it is a day old and has seen half of the handshakes without a one-time key that it takes.
   *
   * @param interval between {@link #LEAST_ROTATION} and {@link #MOST_ROTATION}
   */
  public boolean rotationDue(OwnPreKeys keys, Duration interval) {
    SignedSecret current = current(keys.signed());
    if (current == null) {
      return true;
    }
    long age = clock.millis() - current.publicHalf().created();
    Duration due = current.isWorn() && LEAST_EARLY.compareTo(interval) < 0 ? LEAST_EARLY : interval;
    return age >= due.toMillis() || age < -MOST_ROTATION.toMillis();
  }

  /**
   * A new signed pre-key and, in suite 2, a new last-resort KEM key; secrets replaced more than 30
   * days ago are dropped.
   */
  public Made rotate(OwnPreKeys keys) {
    long now = clock.millis();
    OwnPreKeys.Copies next = keys.copies();
    next.signed().replaceAll(key -> key.replaced(now));
    next.kem().replaceAll(key -> key.isLastResort() ? key.replaced(now) : key);
    next.dropReplacedBefore(now - KEPT.toMillis());
    SignedSecret fresh = signedSecret(keys, now);
    next.signed().add(fresh);
    List<KemPreKey> kem = new ArrayList<>();
    if (own.cert().suite() == CipherSuite.HYBRID) {
      KemSecret lastResort = kemSecret(keys, KemPreKey.Kind.LAST_RESORT, now);
      next.kem().add(lastResort);
      kem.add(lastResort.publicHalf());
    }
    next.dropBeyondLimits();
    return new Made(next.toKeys(), new PreKeyUpload(fresh.publicHalf(), List.of(), kem));
  }

  /**
   * More one-time keys; secrets whose time is over are dropped.
   *
   * @param oneTimeAtServer how many X25519 ones the server still has
   * @param kemAtServer how many KEM ones it still has
   */
  public Made replenish(OwnPreKeys keys, int oneTimeAtServer, int kemAtServer) {
    long now = clock.millis();
    OwnPreKeys.Copies next = keys.copies();
    next.dropReplacedBefore(now - KEPT.toMillis());
    List<OneTimePreKey> oneTime = new ArrayList<>();
    for (int have = oneTimeAtServer; have < ONE_TIME_TARGET; have++) {
      OneTimeSecret fresh = oneTimeSecret(keys);
      next.oneTime().add(fresh);
      oneTime.add(fresh.publicHalf());
    }
    List<KemPreKey> kem = new ArrayList<>();
    boolean hybrid = own.cert().suite() == CipherSuite.HYBRID;
    for (int have = kemAtServer; hybrid && have < KEM_TARGET; have++) {
      KemSecret fresh = kemSecret(keys, KemPreKey.Kind.ONE_TIME, now);
      next.kem().add(fresh);
      kem.add(fresh.publicHalf());
    }
    next.dropBeyondLimits();
    return new Made(next.toKeys(), new PreKeyUpload(null, oneTime, kem));
  }

  /**
   * Notes which one-time KEM keys somebody has claimed: all but as many of the newest as the server
   * has left, as it hands out the oldest first. Their secrets are dropped 30 days later, used or
   * not, when nothing sealed to them can be on its way any more.
   *
   * @return the next value, or null if nothing is new
   */
  public @Nullable OwnPreKeys noteClaimed(OwnPreKeys keys, int kemAtServer) {
    long now = clock.millis();
    List<KemSecret> oneTime = keys.kem().stream().filter(key -> !key.isLastResort()).toList();
    int claimed = Math.max(0, oneTime.size() - kemAtServer);
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < oneTime.size(); i++) {
      if (oneTime.get(i).replacedAt() != 0 != i < claimed) {
        changed.add(oneTime.get(i).publicHalf().id());
      }
    }
    if (changed.isEmpty()) {
      return null;
    }
    OwnPreKeys.Copies next = keys.copies();
    next.kem()
        .replaceAll(key ->
            changed.contains(key.publicHalf().id())
                ? key.withReplacedAt(key.replacedAt() == 0 ? now : 0)
                : key);
    return next.toKeys();
  }

  /** What was made under these ids, once more, as its upload may be lost. */
  public PreKeyUpload upload(OwnPreKeys keys, Collection<Integer> ids) {
    return new PreKeyUpload(
        keys.signed().stream()
            .map(SignedSecret::publicHalf)
            .filter(key -> ids.contains(key.id()))
            .findFirst()
            .orElse(null),
        keys.oneTime().stream()
            .map(OneTimeSecret::publicHalf)
            .filter(key -> ids.contains(key.id()))
            .toList(),
        keys.kem().stream()
            .map(KemSecret::publicHalf)
            .filter(key -> ids.contains(key.id()))
            .toList());
  }

  private static @Nullable SignedSecret current(List<SignedSecret> signed) {
    return signed.stream().filter(SignedSecret::isCurrent).findFirst().orElse(null);
  }

  private SignedSecret signedSecret(OwnPreKeys keys, long now) {
    X25519KeyPair pair = FreshKeys.agreementKeyPair(e1.sodium(), random);
    SignedPreKey publicHalf =
        SignedPreKey.issue(
            e1, own.signingKey(), own.cert().address(), freshId(keys), now, pair.publicKey());
    return new SignedSecret(publicHalf, pair.secretKey(), 0, Set.of());
  }

  private OneTimeSecret oneTimeSecret(OwnPreKeys keys) {
    X25519KeyPair pair = FreshKeys.agreementKeyPair(e1.sodium(), random);
    return new OneTimeSecret(new OneTimePreKey(freshId(keys), pair.publicKey()), pair.secretKey());
  }

  private KemSecret kemSecret(OwnPreKeys keys, KemPreKey.Kind kind, long now) {
    KemKeyPair pair = KemKeyPair.generate(random);
    KemPreKey publicHalf =
        KemPreKey.issue(
            e1, own.signingKey(), own.cert().address(), freshId(keys), kind, now, pair.publicKey());
    return new KemSecret(publicHalf, pair.pkcs8(), 0);
  }

  /** Random, so that ids say nothing about how many keys there were. */
  private int freshId(OwnPreKeys keys) {
    int id = random.nextInt();
    while (id == 0 || keys.hasId(id)) {
      id = random.nextInt();
    }
    return id;
  }

  /**
   * The next pre-keys and what to upload of them.
   *
   * @param keys to be stored before {@code upload} leaves; the old value is then to be closed
   */
  public record Made(OwnPreKeys keys, PreKeyUpload upload) {}
}
