package dev.letterlock.server.delivery.lane;

/** Whether an envelope wakes a device that is connected nowhere. */
enum Waking {
  /** It is the sender's own device. */
  NEVER,
  LATER,
  AT_ONCE
}
