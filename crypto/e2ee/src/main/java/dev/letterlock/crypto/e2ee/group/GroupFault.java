package dev.letterlock.crypto.e2ee.group;

/**
 * Why something of a group is refused (docs/E2EE.md §2.8). For the log and the screen of the end
 * that holds the keys only: no answer on the wire may tell these apart.
 */
public enum GroupFault {
  BAD_LENGTH("The group message is not complete."),
  BAD_VERSION("The group message was written by a newer program."),
  WRONG_GROUP("The message belongs to another group."),
  /** The sender key is missing: ask for a retry. */
  UNKNOWN_CHAIN("The key for this message has not come yet."),
  /** A second sender key under the name of the first. */
  CHAIN_CONFLICT("The sender gave out two different keys under one name."),
  BAD_SIGNATURE("The group message is not from the member it claims to be from."),
  /** Opened before, or so late that its key is gone. */
  USED_BEFORE("The message came a second time."),
  /** More than 2,000 messages missing. */
  TOO_FAR("Too many messages before this one are missing."),
  NOT_AUTHENTIC("The message was changed on its way."),
  /** Of an epoch that has ended. */
  STALE_EPOCH("The message was written for an earlier membership of the group."),
  /** Of an epoch that is not known here yet: fetch the newer states, then try again. */
  FUTURE_EPOCH("The group has changed and the change has not come yet."),
  NOT_A_MEMBER("The message is from somebody who is not in the group."),
  /** The sender's account is not the one that the state names under this user's id. */
  MEMBER_KEY_CHANGED(
      "The message is from somebody under a member's name, with another identity key than the group"
          + " names."),
  /** The sender saw another group state in the same epoch: the server splits the view. */
  SPLIT_STATE("The sender sees another membership of this group than you do."),
  /** A state that does not follow from the one before. */
  BAD_CHAIN("The change of the group does not follow from the group as it was."),
  /** A state whose signer no verified device list names. */
  SIGNER_NOT_LISTED("The change of the group was signed by a device that nobody vouches for."),
  /** A state that pins another account key of its signer than is known. */
  SIGNER_KEY_CHANGED("The one who changed the group has another identity key than you know.");

  private final String explanation;

  GroupFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for a person. */
  public String explanation() {
    return explanation;
  }
}
