package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The own lists that a device signs, each kept before anybody gets it (docs/E2EE.md §2.2): two
 * lists of one version would look as if the account had split itself.
 *
 * @param step within which a list is kept; nobody may get it before that is committed
 */
record SignedLists(Transaction step, E1 e1, Clock clock) {

  /** As long as a server takes a list at most (docs/E2EE.md §3). */
  static final Duration GOOD = Duration.ofMinutes(10);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /**
   * The list which also names a device: the next one, or the one in force if it does so already.
   *
   * @throws RefusedException also if another change was begun that may still come into force
   */
  DeviceList with(DeviceList before, Ed25519KeyPair accountKey, DeviceEntry fresh) {
    if (before.entries().contains(fresh)) {
      return before;
    }
    List<DeviceEntry> entries = new ArrayList<>(before.entries());
    entries.add(fresh);
    if (entries.size() > DeviceList.MAX_DEVICES) {
      throw new RefusedException(
          "Your account has "
              + DeviceList.MAX_DEVICES
              + " devices, and cannot have more: remove one first, on a device that holds the"
              + " account's key. Where there is no such device any more, none can be brought back"
              + " either.");
    }
    return next(before, accountKey, entries);
  }

  /** The next list: the one that was signed for that before, or a new one. */
  DeviceList next(DeviceList before, Ed25519KeyPair accountKey, List<DeviceEntry> entries) {
    Own own = new Own(step, e1);
    return own.signedList()
        .filter(list -> mayFollow(list, before))
        .map(begun -> requireSame(begun, accountKey, entries))
        .orElseGet(() -> {
          DeviceList fresh = before.next(e1, accountKey, clock.millis(), entries);
          own.putSignedList(fresh);
          return fresh;
        });
  }

  /** Whether one was signed that may still come into force. */
  boolean hasBegun(DeviceList before) {
    return new Own(step, e1).signedList().filter(list -> mayFollow(list, before)).isPresent();
  }

  /** Whether a server may still put a list in force. */
  private boolean mayFollow(DeviceList list, DeviceList before) {
    long age = clock.millis() - list.created();
    return list.previous().equals(before.listHash(e1)) && Math.abs(age) < GOOD.toMillis();
  }

  private static DeviceList requireSame(
      DeviceList begun, Ed25519KeyPair accountKey, List<DeviceEntry> entries) {
    boolean same =
        begun.entries().equals(entries) && begun.accountKey().equals(accountKey.publicKey());
    if (!same) {
      Instant end = Instant.ofEpochMilli(begun.created()).plus(GOOD);
      throw new RefusedException(
          Reason.CHANGE_PENDING,
          "Another change of your devices or your key was begun and may still come into force."
              + " Finish that first, give it up, or wait until "
              + TIME.format(end.atZone(ZoneId.systemDefault()))
              + ".",
          null,
          null);
    }
    return begun;
  }
}
