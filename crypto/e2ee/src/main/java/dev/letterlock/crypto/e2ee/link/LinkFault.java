package dev.letterlock.crypto.e2ee.link;

/** Why a device is not linked (docs/E2EE.md §2.10). For the screens of the two devices only. */
public enum LinkFault {
  /** What was scanned or typed is another code, or none. */
  NOT_A_LINK_CODE("That is not the code of a new device. Copy the whole code that it shows."),
  /** The mailbox has another certificate than the code. */
  OTHER_DEVICE(
      "What the server has is not from the device that showed the code. Do not go on; begin anew on"
          + " the new device."),
  /** The certificate is not rightly signed, or of another account. */
  BAD_CERTIFICATE("The new device is not one of this account. Do not go on."),
  /** The other end's key is none that one may agree with. */
  BAD_KEY("The other device did not answer properly. Begin anew on the new device."),
  /** The parcel does not open: another key, or changed on its way. */
  NOT_AUTHENTIC(
      "The answer is not from the device that read the code. Do not go on; begin anew on the new"
          + " device."),
  /** The parcel opens, and holds something else than it should. */
  BAD_PARCEL("The answer is not whole. Begin anew on the new device."),
  /** The list is of another account, not rightly signed, or does not name the new device. */
  NOT_ADMITTED("The answer does not let this device in. Begin anew on the new device.");

  private final String explanation;

  LinkFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for a person, or two. */
  public String explanation() {
    return explanation;
  }
}
