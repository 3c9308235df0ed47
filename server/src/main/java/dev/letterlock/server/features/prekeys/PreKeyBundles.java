package dev.letterlock.server.features.prekeys;

import java.util.List;

/**
 * The answer to a claim.
 *
 * @param listVersion u64 of the user's list that the devices are of
 * @param bundles of the devices that have pre-keys, in the order in which they were asked for
 */
public record PreKeyBundles(long listVersion, List<PreKeyBundle> bundles) {

  public PreKeyBundles {
    bundles = List.copyOf(bundles);
  }
}
