package dev.letterlock.crypto.e2ee.store;

import java.util.List;

/**
 * The kinds of records (docs/E2EE.md §4); the code is stored, so it is never given to another kind.
 */
public enum Shelf {
  /** Own keys and address. */
  IDENTITY(1),
  /** Own account key, on the device that holds it, and own lists. */
  ACCOUNT(2),
  /** Secrets of own pre-keys. */
  PRE_KEY(3),
  /** Lists of others that were verified, and what the user said about them. */
  PIN(4),
  /** Pairwise sessions. */
  SESSION(5),
  /** Groups as verified. */
  GROUP(6),
  /** Own sender chains and those of others. */
  SENDER_KEY(7),
  /** What is known of a conversation. */
  CONVERSATION(8),
  /** Sequence tracks of author devices. */
  SEQUENCE(9),
  /** Messages that were decrypted or written. */
  MESSAGE(10),
  /** Sends that are not answered yet, byte for byte. */
  OUTBOX(11),
  /** The place in the inbox that is stored. */
  CURSOR(12),
  /** Everything else that a client wants to keep. */
  SETTING(13),
  /** What the vault keeps about itself. */
  VAULT(14);

  private static final List<Shelf> ALL = List.of(values());

  private final int code;

  Shelf(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Shelf of(int code) {
    for (Shelf shelf : ALL) {
      if (shelf.code == code) {
        return shelf;
      }
    }
    throw new VaultException(VaultFault.DAMAGED, "shelf: " + code + " (expected: 1 to 14)");
  }
}
