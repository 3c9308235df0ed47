package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;

/** Asks how many of the device's own pre-keys are left; answered by KeysLow. */
public record KeyCount() implements ClientFrame {
  @Override
  public int typeCode() {
    return FrameType.KEY_COUNT.code();
  }
}
