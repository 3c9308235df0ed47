package dev.letterlock.protocol;

/** The numbers that both ends of wire version 1 agree on (docs/PROTOCOL.md §9). */
public final class Wire {
  /** The WebSocket subprotocol that client and server name in the upgrade. */
  public static final String SUBPROTOCOL = "letterlock.v1";

  /** The version that a Hello must carry. */
  public static final int VERSION = 1;

  /** The newest additions to the version that this code knows. */
  public static final int MINOR = 0;

  /** Bytes of {@code type | flags} at the head of each frame. */
  public static final int HEADER_SIZE = 2;

  /** The largest frame of all, in bytes. */
  public static final int MAX_FRAME = 160 * 1024;

  /** The Sends of one device that may wait for an answer at the same time. */
  public static final int MAX_UNANSWERED = 256;

  /** The sender devices' ids that a server remembers for resubmits, per device. */
  public static final int REMEMBERED_SENDS = 512;

  /** The devices that one direct Send may address. */
  public static final int MAX_SEND_ENTRIES = 64;

  /** The devices that one Send to a group may reach; a large slice reaches fewer. */
  public static final int MAX_GROUP_DEVICES = 1024;

  /** The largest per-device header, in bytes. */
  public static final int MAX_HEADER = 2048;

  /** The longest token inside a Hello, in bytes. */
  public static final int MAX_TOKEN = 2048;

  /** The largest window of un-acked Deliver frames, by count. */
  public static final int MAX_CREDIT_MESSAGES = 4096;

  /** The smallest window of un-acked Deliver frames, in bytes: any one frame fits in. */
  public static final int MIN_CREDIT_BYTES = 256 * 1024;

  /** The largest window of un-acked Deliver frames, in bytes. */
  public static final int MAX_CREDIT_BYTES = 64 * 1024 * 1024;

  /** The marks in one ReadReceipt or Receipt. */
  public static final int MAX_RECEIPT_MARKS = 64;

  /** The devices of one user, and so those in a ClaimPreKeys or PreKeyBundles. */
  public static final int MAX_USER_DEVICES = 16;

  /** The ranges in one Accepted. */
  public static final int MAX_ACCEPTED_RANGES = MAX_UNANSWERED;

  /** The full inboxes named in one Accepted. */
  public static final int MAX_FULL_INBOXES = 1024;

  /** The devices named in one RosterMismatch. */
  public static final int MAX_ROSTER_ENTRIES = 255;

  /** A Hello later than this after the upgrade closes the connection. */
  public static final int HELLO_TIMEOUT_SECONDS = 5;

  private Wire() {}
}
