package dev.letterlock.server.api;

import dev.letterlock.server.auth.TokenPair;
import org.jspecify.annotations.Nullable;

/**
 * A device's new tokens. Its text form shows neither.
 *
 * @param expiresIn seconds of the access token
 * @param listVersion decimal u64 of the list in force, after an enrolment
 */
record TokenJson(
    String accessToken, String refreshToken, long expiresIn, @Nullable String listVersion) {

  static TokenJson of(TokenPair pair) {
    return new TokenJson(pair.accessToken(), pair.refreshToken(), pair.expiresIn(), null);
  }

  TokenJson withListVersion(long version) {
    return new TokenJson(accessToken, refreshToken, expiresIn, Long.toUnsignedString(version));
  }

  @Override
  public String toString() {
    return "TokenJson[expiresIn=" + expiresIn + "]";
  }
}
