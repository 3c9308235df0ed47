package dev.letterlock.crypto.primitive;

/**
 * libsodium cannot be loaded, is not the expected one, or refused a call that must not fail
 * (docs/E2EE.md §4).
 */
public final class SodiumException extends CryptoException {

  private static final long serialVersionUID = 1L;

  SodiumException(String message) {
    super(message);
  }

  SodiumException(String message, Throwable cause) {
    super(message, cause);
  }
}
