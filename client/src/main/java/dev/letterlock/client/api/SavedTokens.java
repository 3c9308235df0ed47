package dev.letterlock.client.api;

import java.time.Instant;

/**
 * The tokens of a device as it keeps them between two runs; secrets.
 *
 * @param expires when the access token stops being good
 */
public record SavedTokens(String accessToken, String refreshToken, Instant expires) {

  @Override
  public String toString() {
    return "SavedTokens[until " + expires + "]";
  }
}
