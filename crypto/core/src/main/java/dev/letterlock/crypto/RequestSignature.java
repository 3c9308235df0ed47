package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a request that changes keys or lists must carry, so that a stolen token alone cannot replace
 * them: {@code Sig(DSK or AIK, "E1:request", nonce 32 || method || 0x00 || path || 0x00 ||
 * BLAKE2b-256(body))}; docs/E2EE.md §2.10a. Safe for any thread.
 */
public final class RequestSignature {

  public static final int NONCE_SIZE = 32;

  private static final int BODY_HASH = 32;
  private static final byte SEPARATOR = 0;

  private final E1 e1;

  public RequestSignature(E1 e1) {
    this.e1 = e1;
  }

  /**
   * Signs one request.
   *
   * @param nonce 32 bytes from the server, single use
   * @param method as on the wire, such as {@code POST}
   * @param path as on the wire, without host and query
   */
  public Signature sign(Ed25519KeyPair key, byte[] nonce, String method, String path, byte[] body) {
    return e1.sign(key, Label.REQUEST, message(nonce, method, path, body));
  }

  /**
   * Checks the signature of one request; the nonce is the caller's to check and to spend.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}
   */
  public void verify(
      Ed25519PublicKey key,
      Signature signature,
      byte[] nonce,
      String method,
      String path,
      byte[] body) {
    e1.requireSignature(key, Label.REQUEST, signature, message(nonce, method, path, body));
  }

  private byte[] message(byte[] nonce, String method, String path, byte[] body) {
    if (nonce.length != NONCE_SIZE) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "nonce: " + nonce.length + " B (expected: 32)");
    }
    byte[] methodBytes = text("method", method);
    byte[] pathBytes = text("path", path);
    return ByteBuffer.allocate(
            NONCE_SIZE + methodBytes.length + 1 + pathBytes.length + 1 + BODY_HASH)
        .put(nonce)
        .put(methodBytes)
        .put(SEPARATOR)
        .put(pathBytes)
        .put(SEPARATOR)
        .put(e1.sodium().hash(body, BODY_HASH))
        .array();
  }

  private static byte[] text(String name, String value) {
    if (value.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException(name + ": with a zero (expected: none)");
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
