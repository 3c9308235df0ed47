package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.TrustFault;
import dev.letterlock.crypto.e2ee.trust.TrustRejectedException;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.KeyRejectedException;

/** Devices that pinned lists name, or a sentence that says why not (docs/E2EE.md §2.2). */
record ListedDevices(E1 e1) {

  /**
   * The device of a certificate.
   *
   * @throws RefusedException unless the list names it and no change of the key waits
   */
  TrustedDevice trust(DeviceListPins pins, DeviceCert certificate, String name) {
    try {
      return pins.trust(e1, certificate);
    } catch (TrustRejectedException e) {
      boolean held = e.fault() == TrustFault.KEY_CHANGE_UNACKNOWLEDGED;
      if (held) {
        throw unacknowledged(name);
      }
      throw new RefusedException(e.fault().explanation(), e);
    } catch (KeyRejectedException e) {
      throw new RefusedException(Words.of(e, name), e);
    }
  }

  static RefusedException unacknowledged(String name) {
    return RefusedException.awaitingWord(
        name, "The identity key of " + name + " has changed; it waits for your word.");
  }
}
