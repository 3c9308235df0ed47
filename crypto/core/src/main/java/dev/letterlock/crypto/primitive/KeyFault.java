package dev.letterlock.crypto.primitive;

/**
 * Why key material was refused: docs/E2EE.md §3. The names are stable; answers on the wire and
 * metrics may carry them.
 */
public enum KeyFault {
  /** Too few, too many or leftover bytes. */
  BAD_LENGTH,
  /** A structure of another version than 1. */
  BAD_VERSION,
  /** A cipher suite other than 1 (classic) and 2 (hybrid). */
  BAD_SUITE,
  /** A KEM pre-key kind other than 1 (one-time) and 2 (last resort). */
  BAD_KIND,
  /** A pre-key id of zero. */
  BAD_ID,
  /** Device flags other than zero. */
  BAD_FLAGS,
  /** The signature does not verify under the key that must have made it. */
  BAD_SIGNATURE,
  /** An X25519 public key whose agreement is all zeros. */
  LOW_ORDER_POINT,
  /** An X25519 public key with the top bit set or not below 2^255-19. */
  NON_CANONICAL_POINT,
  /** An ML-KEM-768 encapsulation key with a coefficient of 3329 or more. */
  BAD_KEM_KEY,
  /** A creation time further than ten minutes from the clock. */
  CLOCK_SKEW,
  /** More than sixteen devices in one list. */
  TOO_MANY_DEVICES,
  /** One device twice in one list. */
  DUPLICATE_DEVICE,
  /** A structure that belongs to another user or device. */
  WRONG_OWNER,
  /** A device list that is not one above its predecessor. */
  BAD_LIST_VERSION,
  /** A device list that does not name the hash of its predecessor. */
  BAD_PREVIOUS_HASH,
  /** A device list under a new account key without a rollover from the old one. */
  ACCOUNT_KEY_CHANGED,
  /** A group of no member, or of more than a thousand. */
  BAD_MEMBER_COUNT,
  /** One user twice in one group. */
  DUPLICATE_MEMBER,
  /** A role other than 0 (member) and 1 (admin). */
  BAD_ROLE,
  /** A policy with bits that mean nothing. */
  BAD_POLICY,
  /** A group without an admin. */
  NO_ADMIN,
  /** A group id that is not the one of the group's first state. */
  BAD_GROUP_ID,
  /** A group state whose epoch is not one above its predecessor's. */
  BAD_EPOCH,
  /** A group state signed by somebody who may not make this change. */
  NOT_AUTHORISED
}
