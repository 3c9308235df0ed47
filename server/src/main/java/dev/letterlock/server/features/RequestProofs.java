package dev.letterlock.server.features;

import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.Nonces;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;

/**
 * Demands that a request was signed by a certain key over a nonce of ours, so that a stolen token
 * alone replaces nothing (docs/E2EE.md §3). Some 60 µs: never on an event loop.
 */
public final class RequestProofs {

  private final RequestSignature signatures;
  private final Nonces nonces;
  private final Throttle throttle;

  public RequestProofs(RequestSignature signatures, Nonces nonces, Throttle throttle) {
    this.signatures = signatures;
    this.nonces = nonces;
    this.throttle = throttle;
  }

  /** A fresh nonce for the user's next signed request. */
  public byte[] nonce(UserId user) {
    throttle.charge(RateLimit.NONCE, Subject.of(user));
    return nonces.issue(user);
  }

  /**
   * Spends the nonce, whatever the outcome, and checks the signature.
   *
   * @param key DSK or AIK, as the request demands
   * @throws RefusedException {@link Refusal#NONCE_INVALID}, {@link Refusal#SIGNATURE_INVALID} or
   *     {@link Refusal#RATE_LIMITED}
   */
  public void require(UserId user, Ed25519PublicKey key, SignedRequest request) {
    throttle.charge(RateLimit.KEY_CHANGE, Subject.of(user));
    if (!nonces.spend(user, request.nonce().toByteArray())) {
      throw new RefusedException(
          Refusal.NONCE_INVALID, "nonce: not open (expected: one from POST /v1/nonces)");
    }
    try {
      signatures.verify(
          key,
          request.signature(),
          request.nonce().toByteArray(),
          request.method(),
          request.path(),
          request.body().toByteArray());
    } catch (KeyRejectedException e) {
      throw new RefusedException(
          Refusal.SIGNATURE_INVALID, "request signature: wrong (expected: by the route's key)");
    }
  }
}
