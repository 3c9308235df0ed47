package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Meant;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.UUID;

/**
 * Nothing goes by itself to another identity than it was written for (docs/E2EE.md R4): not what
 * waits here while a key changes, not what the server sends back to be sealed anew. On the desk.
 */
record Addressees(Tools tools, Contacts contacts) {

  /** The same draft, for the identity that is known now unless it is for one already. */
  Draft noted(Transaction step, Draft draft) {
    boolean open = draft.meant().equals(Meant.ANYBODY) && isForAnother(draft);
    return open
        ? contacts
            .peers(step)
            .pins(draft.recipient())
            .map(pins -> KeyFingerprint.of(tools.e1(), pins.accountKey()))
            .map(key -> draft.meantFor(Meant.under(key)))
            .orElse(draft)
        : draft;
  }

  /**
   * Whether a draft may go to who is its recipient now. Control content for single devices is worth
   * nothing to anybody else, and is given up; all else waits.
   *
   * @throws RefusedException if a person's word is missing
   */
  boolean mayGo(Transaction step, Draft draft) {
    if (isForOwnDevices(draft) || isMeant(step, draft)) {
      return true;
    }
    if (draft.partial()) {
      return false;
    }
    keepChange(draft);
    throw changed(contacts.name(step, draft.recipient()));
  }

  private boolean isMeant(Transaction step, Draft draft) {
    return draft.meant().accountKey().stream()
        .allMatch(contacts.lineage(step, draft.recipient())::has);
  }

  /** What this step alone was shown has to be known for a word about it, though the step fails. */
  private void keepChange(Draft draft) {
    boolean shownJustNow;
    try (Transaction kept = tools.begin()) {
      shownJustNow = isMeant(kept, draft);
    }
    if (shownJustNow) {
      contacts.learn(draft.recipient());
    }
  }

  /** Whether a device is one that a draft is for. */
  static boolean isFor(Draft draft, TrustedDevice device) {
    boolean chosen = !draft.partial() || draft.only().contains(Contacts.address(device));
    return chosen && draft.meant().certificate().stream().allMatch(device.certHash()::equals);
  }

  private boolean isForAnother(Draft draft) {
    return !draft.group() && !draft.recipient().equals(tools.user()) && !isForOwnDevices(draft);
  }

  private boolean isForOwnDevices(Draft draft) {
    UUID own = tools.user();
    return draft.partial()
        && draft.only().stream()
            .map(DeviceAddress::user)
            .allMatch(user -> user.toUuid().equals(own));
  }

  private static RefusedException changed(String name) {
    return RefusedException.awaitingWord(
        name,
        "The identity key of "
            + name
            + " has changed since a message was written, so the message waits for your word."
            + " Compare the safety number: accepting the new key sends it there, rejecting it goes"
            + " back to the old one.");
  }
}
