package dev.letterlock.crypto.e2ee.store;

/** Why a vault cannot be opened or written (docs/E2EE.md §4). */
public enum VaultFault {
  /** The passphrase does not open it, or its first bytes are damaged. */
  WRONG_PASSPHRASE("The passphrase is wrong."),
  /** No file of this kind. */
  NOT_A_VAULT("The file is not a key store of Letterlock."),
  /** Written by a newer program. */
  BAD_VERSION("The key store was written by a newer program."),
  /** Bytes in the middle are not what was written. */
  DAMAGED("The key store is damaged."),
  /** Another process has it open. */
  IN_USE("The key store is open in another program."),
  /** Not durable: the disk is full or broken. Nothing has changed. */
  NOT_WRITTEN("The key store could not be written."),
  /** A thread was interrupted while it read the file, which closed it; nothing has changed. */
  INTERRUPTED("The key store was interrupted and has to be opened anew."),
  /**
   * An interrupt or the disk ended a write after some of it may have been done: when the file is
   * opened anew the transaction is there as a whole or not at all. Until then it takes nothing.
   */
  UNCERTAIN(
      "It is not known whether the key store took the last change; it has to be opened anew."),
  /** More than one transaction may hold. */
  TOO_LARGE("Too much at once for the key store."),
  /** An older copy of a vault, or perhaps one, which was not accepted. */
  RESTORED("This is an older copy of the key store, perhaps from a backup."),
  /** Its witness is not there and cannot be made. Nothing has changed. */
  UNWITNESSED("What tells an older copy of the key store from the newest could not be written."),
  /** Used after it was closed. */
  CLOSED("The key store is closed.");

  private final String explanation;

  VaultFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for a person. */
  public String explanation() {
    return explanation;
  }
}
