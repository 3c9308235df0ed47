package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;

/**
 * Says what a renewal of the own account key means for this device (docs/E2EE.md §2.2). Only what
 * the key before was good for is spoken of, so a later renewal does not say it again. On the desk.
 */
record RenewedKey(Tools tools) {

  static final String SIGNED = " has a new identity key, signed by the old.";

  String own(Transaction step, DeviceListPins before, DeviceListPins after) {
    Ed25519PublicKey old = before.list().accountKey();
    boolean held = holds(step, old);
    boolean holds = holds(step, after.list().accountKey());
    String sentences = "Your account" + SIGNED;
    if (held && !holds) {
      sentences +=
          " Another device renewed it, and this one holds the key no more: it cannot admit or remove"
              + " devices.";
    }
    if (own(step).recoveryKey().filter(old::equals).isPresent()) {
      sentences +=
          " The recovery file that was written or used here is of no use now: write another"
              + (holds ? "." : " on a device that holds the key.");
    }
    return sentences;
  }

  private boolean holds(Transaction step, Ed25519PublicKey key) {
    try (Ed25519KeyPair held = own(step).accountKey(key).orElse(null)) {
      return held != null;
    }
  }

  private Own own(Transaction step) {
    return new Own(step, tools.e1());
  }
}
