package dev.letterlock.crypto.primitive;

/** What this module throws (docs/E2EE.md §4). No text of it ever holds key bytes. */
public abstract sealed class CryptoException extends RuntimeException
    permits KeyRejectedException, SodiumException {

  private static final long serialVersionUID = 1L;

  CryptoException(String message) {
    super(message);
  }

  CryptoException(String message, Throwable cause) {
    super(message, cause);
  }
}
