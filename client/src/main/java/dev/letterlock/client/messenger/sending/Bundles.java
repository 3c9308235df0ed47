package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.ClaimedBundle;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.crypto.e2ee.prekey.BundleRejectedException;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Octets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Claims pre-key bundles and begins sessions with them. On the desk. */
public final class Bundles {

  private final Tools tools;
  private final Directory directory;

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
    List<Integer> numbers =
        devices.stream().map(device -> device.cert().address().device()).toList();
    Map<Integer, ClaimedBundle> bundles = new HashMap<>();
    try {
      for (ClaimedBundle bundle : directory.claim(user, numbers, tools.newId())) {
        bundles.put(bundle.device(), bundle);
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException("The server gave pre-keys that are no keys.", e);
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
  PeerState start(PeerState state, TrustedDevice device, ClaimedBundle claimed, String name) {
    return begin(claimed, name, bundle -> tools.pairwise().start(state, device, bundle));
  }

  /**
   * Offers a session beside the one in use.
   *
   * @param linked whether it continues that one
   * @throws RefusedException if the bundle breaks a rule
   */
  PeerState offer(
      PeerState state, TrustedDevice device, ClaimedBundle claimed, boolean linked, String name) {
    return begin(claimed, name, bundle -> tools.pairwise().offer(state, device, bundle, linked));
  }

  private static PeerState begin(
      ClaimedBundle claimed, String name, Function<PreKeyBundle, PeerState> handshake) {
    Octets kem = claimed.kemPreKey();
    try {
      PreKeyBundle bundle =
          PreKeyBundle.parse(
              claimed.certificate().toByteArray(),
              claimed.signedPreKey().toByteArray(),
              claimed.oneTimePreKey().toByteArray(),
              kem == null ? null : kem.toByteArray());
      return handshake.apply(bundle);
    } catch (BundleRejectedException e) {
      throw new RefusedException("Nothing was sent to " + name + ": " + e.fault().explanation(), e);
    } catch (KeyRejectedException e) {
      throw new RefusedException("Nothing was sent: " + Words.of(e, name), e);
    }
  }
}
