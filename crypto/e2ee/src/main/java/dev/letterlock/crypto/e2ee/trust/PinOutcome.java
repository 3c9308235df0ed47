package dev.letterlock.crypto.e2ee.trust;

import java.util.Optional;

/** What a device list that the server showed means to a client: docs/E2EE.md §2.2 and §2.10. */
public sealed interface PinOutcome {

  /** What to keep from now on; to be stored before it is relied on. */
  DeviceListPins pins();

  /** The list that is pinned already. */
  record Unchanged(DeviceListPins pins) implements PinOutcome {}

  /**
   * A newer list under the same account key.
   *
   * @param skipped whether lists between were not shown, so that only the signature was checked
   */
  record Advanced(DeviceListPins pins, boolean skipped) implements PinOutcome {}

  /** A newer list under a new account key that the old key vouches for. */
  record RolledOver(DeviceListPins pins) implements PinOutcome {}

  /**
   * A list under a new account key that nothing vouches for. The person is to be warned; if the old
   * key was verified, sending is blocked until {@link DeviceListPins#acknowledge}.
   */
  record AccountKeyReset(DeviceListPins pins) implements PinOutcome {}

  /**
   * A list that an honest server cannot show; the pins are as before.
   *
   * @param evidence both lists with their signatures, for the user to export; empty if they are
   *     under two keys, which anybody can make
   */
  record Alarmed(DeviceListPins pins, PinAlarm alarm, Optional<ListEvidence> evidence)
      implements PinOutcome {}
}
