package dev.letterlock.server.features.prekeys;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.device.PreKeyStore;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is left of a device's own pre-keys, and who is told when it runs low. Blocks. The
 * telling may fail without harm: the device asks in its next session.
 */
public final class PreKeyStock {
  private static final Logger LOG = LoggerFactory.getLogger(PreKeyStock.class);

  private final PreKeyStore preKeys;
  private final InstantSource clock;
  private final BiConsumer<DeviceAddress, KeyCounts> told;

  /**
   * @param told gets what is left when a claim brought it below a low mark, once for each time
   */
  public PreKeyStock(
      PreKeyStore preKeys, InstantSource clock, BiConsumer<DeviceAddress, KeyCounts> told) {
    this.preKeys = preKeys;
    this.clock = clock;
    this.told = told;
  }

  KeyCounts of(DeviceAddress device) {
    return KeyCounts.of(preKeys.counts(device), clock.instant());
  }

  void runsLow(DeviceAddress device) {
    try {
      told.accept(device, of(device));
    } catch (StoreUnavailableException away) {
      LOG.debug("a device was not told that its pre-keys run low", away);
    }
  }
}
