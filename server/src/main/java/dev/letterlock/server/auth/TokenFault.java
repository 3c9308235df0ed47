package dev.letterlock.server.auth;

/** Why a token is refused. */
public enum TokenFault implements TokenVerdict {
  /** Not a token of this server: wrong form, key, algorithm, signature, issuer or type. */
  INVALID,
  /** It was one, once. */
  EXPIRED,
  /** Its device logged out, was revoked or registered anew. */
  REVOKED
}
