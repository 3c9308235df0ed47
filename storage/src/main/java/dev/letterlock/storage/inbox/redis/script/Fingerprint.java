package dev.letterlock.storage.inbox.redis.script;

/** Four bytes of a message id, kept in the window beside it: never changes. */
final class Fingerprint {
  private Fingerprint() {}

  static int of(long idHigh, long idLow) {
    long mixed = idHigh * 0xC2B2AE3D27D4EB4FL + idLow;
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
    return (int) (mixed >>> Integer.SIZE);
  }
}
