package dev.letterlock.server.features;

import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.protocol.OpaqueBytes;

/**
 * A request that changes keys or lists, with the proof that it carries (docs/E2EE.md §2.10a).
 *
 * @param method as on the wire
 * @param path as on the wire, without host and query
 * @param body the bytes that the signature covers
 * @param nonce 32 bytes
 */
public record SignedRequest(
    String method, String path, OpaqueBytes body, OpaqueBytes nonce, Signature signature) {

  @Override
  public String toString() {
    return "SignedRequest[" + method + " " + path + "]";
  }
}
