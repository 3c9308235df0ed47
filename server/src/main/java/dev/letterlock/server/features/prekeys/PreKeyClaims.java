package dev.letterlock.server.features.prekeys;

import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.PreKeyClaim;
import dev.letterlock.storage.device.PreKeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands out pre-key bundles and counts what is left; HTTP and WebSocket both come here. A one-time
 * key goes to one claim only (the store's atomic step). Blocks: for virtual threads.
 */
public final class PreKeyClaims {

  private final RosterCache rosters;
  private final DeviceStore devices;
  private final PreKeyStore preKeys;
  private final ClaimLimits limits;
  private final DrainGuard guard;
  private final ServerMetrics metrics;
  private final PreKeyStock stock;

  public PreKeyClaims(
      RosterCache rosters,
      DeviceStore devices,
      PreKeyStore preKeys,
      ClaimLimits limits,
      DrainGuard guard,
      ServerMetrics metrics,
      PreKeyStock stock) {
    this.rosters = rosters;
    this.devices = devices;
    this.preKeys = preKeys;
    this.limits = limits;
    this.guard = guard;
    this.metrics = metrics;
    this.stock = stock;
  }

  /** What is left of this device's own keys. */
  public KeyCounts counts(DeviceAddress device) {
    return stock.of(device);
  }

  /**
   * Claims bundles.
   *
   * @param asked device ids, u32, at most 16; empty: all devices of the user but the requester.
   *     Those that messages do not address now are left out of the answer, as those without keys
   *     are
   * @param request the same request within 60 s gets the same answer
   * @throws RefusedException {@link Refusal#UNKNOWN_USER} or {@link Refusal#RATE_LIMITED}
   */
  public PreKeyBundles claim(
      DeviceAddress requester, UserId user, List<Integer> asked, RequestId request) {
    Roster roster = rosters.get(user);
    if (!roster.known()) {
      throw new RefusedException(
          Refusal.UNKNOWN_USER, "user: unknown (expected: one with devices)");
    }
    List<DeviceAddress> targets = targets(roster, requester, asked);
    targets.forEach(target -> limits.charge(requester, target, request));
    List<PreKeyBundle> bundles =
        targets.stream().flatMap(target -> bundle(requester, target, request).stream()).toList();
    return new PreKeyBundles(roster.version(), bundles);
  }

  private static List<DeviceAddress> targets(
      Roster roster, DeviceAddress requester, List<Integer> asked) {
    List<DeviceAddress> targets = new ArrayList<>();
    if (asked.isEmpty()) {
      for (int i = 0; i < roster.size(); i++) {
        targets.add(roster.member(i).address());
      }
      targets.remove(requester);
      return targets;
    }
    for (int device : asked.stream().distinct().toList()) {
      int index = roster.positionOf(device);
      if (index >= 0) {
        targets.add(roster.member(index).address());
      }
    }
    return targets;
  }

  private Optional<PreKeyBundle> bundle(
      DeviceAddress requester, DeviceAddress target, RequestId request) {
    boolean drained = !limits.mayTakeOneTimeKey(target);
    int reserve = drained ? PreKeyClaim.TAKE_NONE : guard.reserve(requester, target);
    PreKeyClaim claim = new PreKeyClaim(requester, target, request, reserve);
    Optional<PreKeyBundle> bundle =
        preKeys
            .claim(claim)
            .flatMap(keys ->
                devices
                    .byAddress(target)
                    .map(device ->
                        new PreKeyBundle(
                            target.device(),
                            device.registered().registration(),
                            device.registered().certificate(),
                            keys)));
    bundle.ifPresent(given -> {
      count(given, drained, reserve);
      if (given.keys().runsLow()) {
        stock.runsLow(target);
      }
    });
    return bundle;
  }

  private void count(PreKeyBundle bundle, boolean drained, int reserve) {
    metrics.count(Meters.PRE_KEYS_CLAIMED, "signed");
    if (bundle.keys().oneTime() != null) {
      metrics.count(Meters.PRE_KEYS_CLAIMED, "one_time");
    } else {
      metrics.count(Meters.OPK_LOW, drained ? "drained" : reserve > 0 ? "reserved" : "none");
    }
    OpaqueBytes kem = bundle.keys().kem();
    if (kem != null) {
      metrics.count(Meters.PRE_KEYS_CLAIMED, kindOf(kem));
    }
  }

  private static String kindOf(OpaqueBytes kem) {
    return switch (KemPreKey.parse(kem.toByteArray()).kind()) {
      case ONE_TIME -> "kem_one_time";
      case LAST_RESORT -> "kem_last_resort";
    };
  }
}
