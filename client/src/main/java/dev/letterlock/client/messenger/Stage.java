package dev.letterlock.client.messenger;

import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.Vault;

/** How far a profile has come to be that of a device; a sign-up may have been cut off anywhere. */
enum Stage {
  /** It holds no keys. The account may have been made. */
  EMPTY,
  /** It holds the keys of a further device that waits to be admitted. */
  ASKED,
  /** It holds the keys of an account's first device, which the server may have taken in. */
  FIRST_BEGUN,
  /**
   * It holds the keys of a further device, which the server may have taken in; perhaps the account
   * key too, from a recovery file.
   */
  FURTHER_BEGUN,
  /** It is that of a device which the server has taken in. */
  COMPLETE;

  static Stage of(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      Own own = new Own(step, e1);
      if (own.name().isEmpty()) {
        return own.hasAsked() ? ASKED : EMPTY;
      }
      if (own.tokens().isPresent()) {
        return COMPLETE;
      }
      return own.holdsAccountKey() && !own.hasAsked() ? FIRST_BEGUN : FURTHER_BEGUN;
    }
  }
}
