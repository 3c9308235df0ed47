package dev.letterlock.server.auth;

/**
 * What a device signs in with from now on. Its text form shows neither token.
 *
 * @param refreshToken base64url of 32 random bytes, good once
 * @param expiresIn seconds that the access token is good
 */
public record TokenPair(String accessToken, String refreshToken, long expiresIn)
    implements RefreshVerdict {

  @Override
  public String toString() {
    return "TokenPair[expiresIn=" + expiresIn + "]";
  }
}
