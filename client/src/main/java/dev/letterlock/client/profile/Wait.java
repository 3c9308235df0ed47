package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;

/**
 * How long a kept letter has waited.
 *
 * @param since milliseconds since 1970 by this device's clock
 * @param told whether a person was told that it waits
 */
public record Wait(long since, boolean told) {

  private static final int VERSION = 1;

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION).u64(since).flag(told).toByteArray();
    }
  }

  static Wait decode(byte[] encoded) {
    StateReader in = new StateReader("wait", encoded).version(VERSION);
    Wait wait = new Wait(in.u64(), in.flag());
    in.end();
    return wait;
  }
}
