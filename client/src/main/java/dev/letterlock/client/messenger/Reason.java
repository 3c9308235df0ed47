package dev.letterlock.client.messenger;

/**
 * Why something was not done, for a program; the sentence beside it is for a person. Names stay the
 * same in all versions, and later versions may have more of them.
 */
public enum Reason {
  /** The name of an account belongs to somebody already. */
  NAME_TAKEN,
  /** A name, a password or a text is not in the form that the sentence tells. */
  INVALID,
  /** The account's name or its password is wrong. */
  WRONG_PASSWORD,
  /** The passphrase of the profile, or of a recovery file, is wrong. */
  WRONG_PASSPHRASE,
  /** The server lets nobody make an account. */
  REGISTRATION_CLOSED,
  /** Signing up was cut off: {@link Messenger#signUp} with the same name finishes it. */
  UNFINISHED,
  /** The device was not admitted yet: {@link Messenger#requestDevice} goes on with that. */
  AWAITING_ADMISSION,
  /** The account has a device already: {@link Messenger#requestDevice} makes a further one. */
  FURTHER_DEVICE,
  /** The account has no device yet: {@link Messenger#signUp} makes its first. */
  FIRST_DEVICE,
  /** The server signed this device out: {@link Messenger#signInAgain} brings it back. */
  NOT_SIGNED_IN,
  /** The device is not one of its account any more, and cannot be again: make a new one. */
  DEVICE_REMOVED,
  /** A copy of the profile is in use elsewhere. */
  COPIED,
  /** A request for a new device is too old: {@link Messenger#requestDevice} makes another. */
  REQUEST_EXPIRED,
  /** {@link DeviceRequest#complete} was given the answer to another request. */
  WRONG_ANSWER,
  /** Another change of the own devices is under way: {@link Account#cancelChange} gives it up. */
  CHANGE_PENDING,
  /** The server knows nobody of that name. */
  UNKNOWN_NAME,
  /** An identity key has changed: {@link Messenger#acceptNewKey} or rejectNewKey is awaited. */
  KEY_CHANGED,
  /** The safety number is not the one that was shown before: look at it again. */
  NUMBER_CHANGED,
  /** Neither the settings nor the profile name a server. */
  NO_SERVER,
  /** The server cannot be reached. */
  SERVER_AWAY,
  /** The server asks for patience, or fails: the same may work later. */
  SERVER_BUSY,
  /** What answers is no Letterlock server, or one of another version. */
  WRONG_SERVER,
  /** Another program has the profile open. */
  PROFILE_IN_USE,
  /** The file of the profile is damaged, or was written by a newer version. */
  PROFILE_UNREADABLE,
  /** The profile could not be written, such as on a full disk. */
  DISK,
  /** The messenger is closed. */
  CLOSED,
  /** A rule forbids it, here or at the server; the state is as before. */
  REFUSED,
  /** Anything else; the cause says more. */
  FAILED
}
