package dev.letterlock.client.api;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param path begins with {@code /v1/}; no query when the call is signed
 * @param body becomes JSON, or null for none
 * @param token for the Authorization header, or null
 * @param signer DSK or AIK, whichever the route asks for, or null where it asks for none
 */
record ApiCall(
    String method,
    String path,
    @Nullable Object body,
    @Nullable String token,
    @Nullable Ed25519KeyPair signer) {

  static ApiCall get(String path, String token) {
    return new ApiCall("GET", path, null, token, null);
  }

  static ApiCall post(String path, @Nullable Object body, @Nullable String token) {
    return new ApiCall("POST", path, body, token, null);
  }

  ApiCall signedBy(Ed25519KeyPair key) {
    return new ApiCall(method, path, body, token, key);
  }

  /** Names no token and no body: this may stand in a log. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
