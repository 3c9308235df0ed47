package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenFault;
import dev.letterlock.server.auth.TokenType;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a Hello opens a session (docs/PROTOCOL.md §4.1). Thread-safe; never blocks.
 *
 * <p>A good token is not enough: the device must still be registered as the token says, which the
 * roster tells also when the revocation came before this process started.
 */
public final class HelloCheck {
  private final Tokens tokens;
  private final Revocations revocations;
  private final Rosters rosters;

  public HelloCheck(Tokens tokens, Revocations revocations, Rosters rosters) {
    this.tokens = tokens;
    this.revocations = revocations;
    this.rosters = rosters;
  }

  /** Who may open a session, or how the connection is closed. */
  public sealed interface Verdict {
    /** The device that the token belongs to. */
    record Admitted(TokenClaims claims) implements Verdict {}

    /** Nobody. */
    record Refused(CloseCode close) implements Verdict {}
  }

  /**
   * Checks the token of the Hello, or that of the upgrade when the Hello has none. Completed at
   * once when the roster is in memory, on any thread otherwise.
   *
   * @param bearer token of the upgrade request
   */
  CompletionStage<Verdict> check(Hello hello, @Nullable String bearer) {
    String token = hello.token().isEmpty() && bearer != null ? bearer : hello.token();
    return switch (tokens.verify(token, TokenType.ACCESS)) {
      case TokenFault fault -> refuse(closeFor(fault));
      case TokenClaims claims when claims.device() != hello.device() ->
          refuse(CloseCode.TOKEN_INVALID);
      case TokenClaims claims -> judge(claims);
    };
  }

  /** Whether the bearer of these claims may have a session, as all is now. */
  CompletionStage<Verdict> judge(TokenClaims claims) {
    return revocations.covers(claims)
        ? ask(claims, HelloCheck::whyRevoked, CloseCode.TOKEN_REVOKED)
        : ask(claims, HelloCheck::verdict, CloseCode.UNAVAILABLE);
  }

  /** Asked once more when the session is attached, since a revocation may have come between. */
  boolean revoked(TokenClaims claims) {
    return revocations.covers(claims);
  }

  /** Judges by the user's roster; closes with {@code otherwise} when that cannot be read. */
  private CompletionStage<Verdict> ask(
      TokenClaims claims, BiFunction<TokenClaims, Roster, Verdict> judge, CloseCode otherwise) {
    Roster known = rosters.cached(claims.user());
    return known != null
        ? CompletableFuture.completedFuture(judge.apply(claims, known))
        : rosters
            .load(claims.user())
            .handle((roster, away) ->
                roster == null ? new Verdict.Refused(otherwise) : judge.apply(claims, roster));
  }

  private static Verdict verdict(TokenClaims claims, Roster roster) {
    return roster.admits(claims.device(), claims.registration())
        ? new Verdict.Admitted(claims)
        : whyRevoked(claims, roster);
  }

  /** A removed device needs to know that no other token will do. */
  private static Verdict whyRevoked(TokenClaims claims, Roster roster) {
    return new Verdict.Refused(
        roster.hasRemoved(claims.device(), claims.registration())
            ? CloseCode.DEVICE_REVOKED
            : CloseCode.TOKEN_REVOKED);
  }

  private static CompletionStage<Verdict> refuse(CloseCode close) {
    return CompletableFuture.completedFuture(new Verdict.Refused(close));
  }

  private static CloseCode closeFor(TokenFault fault) {
    return switch (fault) {
      case INVALID -> CloseCode.TOKEN_INVALID;
      case EXPIRED -> CloseCode.TOKEN_EXPIRED;
      case REVOKED -> CloseCode.TOKEN_REVOKED;
    };
  }
}
