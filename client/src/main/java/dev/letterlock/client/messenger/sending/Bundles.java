package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.ClaimedBundle;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.prekey.BundleRejectedException;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Octets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Claims pre-key bundles and begins sessions with them. No try costs anybody a one-time key in
 * vain: a bundle that came is kept until a session with it is stored, and a claim to which none
 * came is repeated under its id, to which the server gives the same answer for a minute
 * (docs/PROTOCOL.md §4.5). On the desk.
 */
public final class Bundles {

  /** Its owner keeps the secrets for far longer. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final Tools tools;
  private final Directory directory;
  private final Map<Set<Hash32>, UUID> asked = new HashMap<>();
  private final Map<Hash32, Kept> kept = new HashMap<>();

  /** What was claimed at a time in milliseconds, and not used yet. */
  private record Kept(ClaimedBundle bundle, long at) {}

  public Bundles(Tools tools, Directory directory) {
    this.tools = tools;
    this.directory = directory;
  }

  /**
   * The bundles of one user's devices; those that the server does not give are missing.
   *
   * @throws RefusedException if what it gives is none
   */
  Map<Integer, ClaimedBundle> claim(UUID user, List<TrustedDevice> devices) {
    long oldest = tools.clock().millis() - KEPT.toMillis();
    kept.values().removeIf(old -> old.at() < oldest);
    List<TrustedDevice> missing =
        devices.stream().filter(device -> !kept.containsKey(device.certHash())).toList();
    if (!missing.isEmpty()) {
      ask(user, missing);
    }
    Map<Integer, ClaimedBundle> bundles = new HashMap<>();
    for (TrustedDevice device : devices) {
      Kept found = kept.get(device.certHash());
      if (found != null) {
        bundles.put(number(device), found.bundle());
      }
    }
    return bundles;
  }

  /** As {@link #claim}, or nothing where an old session does as well. */
  Map<Integer, ClaimedBundle> claimIfPossible(UUID user, List<TrustedDevice> devices) {
    try {
      return claim(user, devices);
    } catch (ApiException | RefusedException e) {
      return Map.of();
    }
  }

  /**
   * Begins a session.
   *
   * @throws RefusedException if the bundle breaks a rule
   */
  PeerState start(
      Transaction step, PeerState state, TrustedDevice device, ClaimedBundle claimed, String name) {
    return begin(
        step, device, claimed, name, bundle -> tools.pairwise().start(state, device, bundle));
  }

  /**
   * Offers a session beside the one in use.
   *
   * @param linked whether it continues that one
   * @throws RefusedException if the bundle breaks a rule
   */
  PeerState offer(
      Transaction step,
      PeerState state,
      TrustedDevice device,
      ClaimedBundle claimed,
      boolean linked,
      String name) {
    return begin(
        step,
        device,
        claimed,
        name,
        bundle -> tools.pairwise().offer(state, device, bundle, linked));
  }

  private PeerState begin(
      Transaction step,
      TrustedDevice device,
      ClaimedBundle claimed,
      String name,
      Function<PreKeyBundle, PeerState> handshake) {
    Octets kem = claimed.kemPreKey();
    try {
      PreKeyBundle bundle =
          PreKeyBundle.parse(
              claimed.certificate().toByteArray(),
              claimed.signedPreKey().toByteArray(),
              claimed.oneTimePreKey().toByteArray(),
              kem == null ? null : kem.toByteArray());
      PeerState begun = handshake.apply(bundle);
      step.afterwards(() -> kept.remove(device.certHash()));
      return begun;
    } catch (BundleRejectedException e) {
      kept.remove(device.certHash());
      throw new RefusedException(e.fault().explanation(), e);
    } catch (KeyRejectedException e) {
      kept.remove(device.certHash());
      throw new RefusedException(Words.of(e, name), e);
    }
  }

  private void ask(UUID user, List<TrustedDevice> missing) {
    Set<Hash32> whose =
        missing.stream().map(TrustedDevice::certHash).collect(Collectors.toUnmodifiableSet());
    UUID request = asked.computeIfAbsent(whose, _ -> tools.newId());
    List<Integer> numbers = missing.stream().map(Bundles::number).toList();
    try {
      for (ClaimedBundle bundle : directory.claim(user, numbers, request)) {
        missing.stream()
            .filter(device -> number(device) == bundle.device())
            .forEach(
                device -> kept.put(device.certHash(), new Kept(bundle, tools.clock().millis())));
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException("The server gave pre-keys that are no keys.", e);
    }
    if (whose.stream().anyMatch(kept::containsKey)) {
      asked.remove(whose);
    }
  }

  private static int number(TrustedDevice device) {
    return device.cert().address().device();
  }
}
