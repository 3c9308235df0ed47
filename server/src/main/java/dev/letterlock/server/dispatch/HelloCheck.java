package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenFault;
import dev.letterlock.server.auth.TokenType;
import dev.letterlock.server.auth.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a Hello opens a session (docs/PROTOCOL.md §4.1). Thread-safe; some microseconds
 * of computation, so event loops call it.
 */
public final class HelloCheck {
  private final Tokens tokens;
  private final Revocations revocations;

  public HelloCheck(Tokens tokens, Revocations revocations) {
    this.tokens = tokens;
    this.revocations = revocations;
  }

  /** Who may open a session, or how the connection is closed. */
  public sealed interface Verdict {
    /** The device that the token belongs to. */
    record Admitted(TokenClaims claims) implements Verdict {}

    /** Nobody. */
    record Refused(CloseCode close) implements Verdict {}
  }

  /**
   * Checks the token of the Hello, or that of the upgrade when the Hello has none.
   *
   * @param bearer token of the upgrade request
   */
  public Verdict check(Hello hello, @Nullable String bearer) {
    String token = hello.token().isEmpty() && bearer != null ? bearer : hello.token();
    return switch (tokens.verify(token, TokenType.ACCESS)) {
      case TokenFault fault -> new Verdict.Refused(closeFor(fault));
      case TokenClaims claims when claims.device() != hello.device() ->
          new Verdict.Refused(CloseCode.TOKEN_INVALID);
      case TokenClaims claims when revocations.covers(claims) ->
          new Verdict.Refused(CloseCode.TOKEN_REVOKED);
      case TokenClaims claims -> new Verdict.Admitted(claims);
    };
  }

  private static CloseCode closeFor(TokenFault fault) {
    return switch (fault) {
      case INVALID -> CloseCode.TOKEN_INVALID;
      case EXPIRED -> CloseCode.TOKEN_EXPIRED;
      case REVOKED -> CloseCode.TOKEN_REVOKED;
    };
  }
}
