package dev.letterlock.server.notify;

/** What is known about the wake-ups of one device. Times in ms since 1970. */
sealed interface Slot {

  /** Until when nothing but an urgent message may wake the device again; 0 if it may at once. */
  long quietUntil();

  /** A wake-up is to be sent, or a job has it. */
  record Pending(WakeUp wakeUp, long due, long quietUntil) implements Slot {
    boolean covers(boolean urgent) {
      return wakeUp.urgent() || !urgent;
    }
  }

  /** One was sent lately and none is to be sent. */
  record Quiet(long quietUntil) implements Slot {}
}
