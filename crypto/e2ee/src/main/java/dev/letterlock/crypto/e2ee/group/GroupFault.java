package dev.letterlock.crypto.e2ee.group;

/**
 * Why something of a group is refused (docs/E2EE.md §2.8). For the log and the screen of the end
 * that holds the keys only: no answer on the wire may tell these apart.
 */
public enum GroupFault {
  BAD_LENGTH(
      "The group message is not whole, so it was thrown away. If something is missing,"
          + " ask for it to be written again."),
  BAD_VERSION(
      "The group message was written by a newer program. Update this one, and ask for"
          + " it to be written again."),
  WRONG_GROUP(
      "The message belongs to another group than the server put it into. It"
          + " was thrown away; ask for it to be written again."),
  /** The sender key is missing: ask for a retry. */
  UNKNOWN_CHAIN(
      "The key for this message has not come yet. It is asked for by itself: there is"
          + " nothing to do."),
  /** A second sender key under the name of the first. */
  CHAIN_CONFLICT(
      "The sender gave out two different keys under one name, as no honest device does."
          + " The second was refused. Ask the sender by another way whether somebody else has"
          + " the device."),
  BAD_SIGNATURE(
      "The group message is not from the member it claims to be from. It was thrown"
          + " away; if something is missing, ask for it to be written again."),
  /** Opened before, or so late that its key is gone. */
  USED_BEFORE("The message came a second time. It was put aside: there is nothing to do."),
  /** More than 2,000 messages missing. */
  TOO_FAR(
      "More than 2,000 messages before this one are missing, so it cannot be opened."
          + " Ask its author whether the device is in the right hands, and to write it again."),
  NOT_AUTHENTIC(
      "The message was changed on its way, or its author's device sealed it for others"
          + " only. It was thrown away; ask for it to be written again."),
  /** Of an epoch that has ended. */
  STALE_EPOCH(
      "The message was written for an earlier membership of the group, long after that"
          + " had changed. It was not opened; ask for it to be written again."),
  /** Of an epoch that is not known here yet: fetch the newer states, then try again. */
  FUTURE_EPOCH(
      "The group has changed and the change has not come yet, so a message could not be"
          + " opened. Ask for it to be written again once its members show the change."),
  NOT_A_MEMBER(
      "The message is from somebody who is not in the group, or of a time when you were"
          + " not. It was not opened: there is nothing to do."),
  /** The sender's account is not the one that the state names under this user's id. */
  MEMBER_KEY_CHANGED(
      "The message is from somebody under a member's name, with another identity key than the group"
          + " names. It was not opened: compare the safety number with that person, whom an admin"
          + " has to take out of the group and in again if it is right."),
  /** The sender saw another group state in the same epoch: the server splits the view. */
  SPLIT_STATE(
      "The sender sees another membership of this group than you do, so nothing of it"
          + " was opened. Compare by another way who its members are; if you see others,"
          + " make a new group."),
  /** A state that does not follow from the one before. */
  BAD_CHAIN(
      "The change of the group does not follow from the group as it was, so it was"
          + " refused and the group stays as you see it. Ask an admin by another way what was"
          + " changed."),
  /** A state whose signer no verified device list names. */
  SIGNER_NOT_LISTED(
      "The change of the group was signed by a device that nobody vouches for, so the"
          + " group stays as you see it. The device may have left its owner's list since: the"
          + " change is asked for again, and counts once a device of an admin has signed it"
          + " anew, which happens by itself when one is online."),
  /** A state that pins another account key of its signer than is known. */
  SIGNER_KEY_CHANGED(
      "The one who changed the group has another identity key than the group names, so"
          + " the group stays as you see it. The change is asked for again, and counts once"
          + " another admin's device has signed it anew, which happens by itself when one is"
          + " online. Then that person has to be taken out and in again.");

  private final String explanation;

  GroupFault(String explanation) {
    this.explanation = explanation;
  }

  /** Whether a state may count later, as somebody who may vouch for it signs it anew. */
  public boolean isMendedByOthers() {
    return this == SIGNER_NOT_LISTED || this == SIGNER_KEY_CHANGED;
  }

  /** English sentences for a person: what happened, and what to do next. */
  public String explanation() {
    return explanation;
  }
}
