package dev.letterlock.server.features;

/**
 * Why a use case refuses. The HTTP API and the WebSocket each map these onto codes of their own.
 */
public enum Refusal {
  /** The token is none of ours. */
  TOKEN_INVALID,
  TOKEN_EXPIRED,
  /** The token's login has ended, or its device or user is not admitted any more. */
  TOKEN_REVOKED,
  /** The refresh token had been exchanged before: the login has ended. */
  TOKEN_REUSED,
  /** Unknown name, wrong password, disabled account: deliberately one answer. */
  WRONG_CREDENTIALS,
  /** The request must be signed and is not, or with a nonce that is not open. */
  NONCE_INVALID,
  /** The request's signature is not by the key that must have made it. */
  SIGNATURE_INVALID,
  REGISTRATION_CLOSED,
  NAME_INVALID,
  NAME_TAKEN,
  PASSWORD_INVALID,
  /** Key material that must not be used; the detail names the fault. */
  KEY_REJECTED,
  /** Some device has, or had, this key. */
  KEY_SEEN,
  /** A pre-key id was used before. */
  KEY_ID_REUSED,
  /** More pre-keys than are kept. */
  TOO_MANY_KEYS,
  /** The device id is registered with another certificate. */
  DEVICE_TAKEN,
  /** The list is not the next in the chain. */
  LIST_CONFLICT,
  /** The list does not say what the request is about. */
  LIST_MISMATCH,
  UNKNOWN_USER,
  UNKNOWN_DEVICE,
  UNKNOWN_LIST,
  UNKNOWN_CONVERSATION,
  /** The group state is not the next in the chain. */
  GROUP_CONFLICT,
  UNKNOWN_BLOB,
  /** No blob has this size. */
  BLOB_SIZE,
  BLOB_TOO_LARGE,
  /** The caller's blobs take as much as they may. */
  QUOTA_EXCEEDED,
  /** A part does not begin where its upload ends. */
  UPLOAD_OFFSET,
  /** Another part is being added to the upload. */
  UPLOAD_BUSY,
  /** A part is missing. */
  UPLOAD_INCOMPLETE,
  /** What was uploaded is not what was meant. */
  DIGEST_MISMATCH,
  /** There is no such mailbox of a link, or not any more. */
  UNKNOWN_LINK,
  /** The mailbox of a link holds something else. */
  LINK_TAKEN,
  /** A number outside its range. */
  OUT_OF_RANGE,
  RATE_LIMITED,
  /** Too much of it is being done at the moment. */
  BUSY
}
