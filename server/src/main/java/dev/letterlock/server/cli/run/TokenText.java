package dev.letterlock.server.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token (RFC 7519) as text, decoded and never verified. */
public final class TokenText {
  private static final int PARTS = 3;

  private TokenText() {}

  /**
   * Its header and its claims.
   *
   * @throws CommandFailure when it is no token
   */
  public static List<JsonNode> headerAndClaims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != PARTS) {
      throw notAToken();
    }
    return List.of(decode(parts[0]), decode(parts[1]));
  }

  /** When it ends; null when it does not say, or is no token. */
  public static @Nullable Instant expiry(String token) {
    try {
      JsonNode end = headerAndClaims(token).getLast().path("exp");
      return end.canConvertToLong() ? Instant.ofEpochSecond(end.longValue()) : null;
    } catch (CommandFailure none) {
      return null;
    }
  }

  private static JsonNode decode(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Json.readObject(new String(bytes, StandardCharsets.UTF_8), "A part of the token");
    } catch (IllegalArgumentException | CommandFailure e) {
      throw notAToken();
    }
  }

  private static CommandFailure notAToken() {
    return new CommandFailure(
        ExitCode.FAILED, "not_a_token", "This is not a token: header.claims.signature");
  }
}
