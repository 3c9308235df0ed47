package dev.letterlock.server.features;

import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenFault;
import dev.letterlock.server.auth.TokenType;
import dev.letterlock.server.auth.TokenUse;
import dev.letterlock.server.auth.TokenVerdict;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Roster.Standing;
import dev.letterlock.server.roster.RosterCache;

/**
 * Who stands behind a bearer token: signature and time first, then whether its login has ended,
 * then whether the roster still admits this registration of the device (docs/E2EE.md §3). HTTP asks
 * {@link #require}; a session, which must not block, takes the steps apart.
 */
public final class Callers {

  private final Tokens tokens;
  private final Revocations revocations;
  private final RosterCache rosters;
  private final TokenUse use;

  public Callers(Tokens tokens, Revocations revocations, RosterCache rosters, TokenUse use) {
    this.tokens = tokens;
    this.revocations = revocations;
    this.rosters = rosters;
    this.use = use;
  }

  /** The steps that need no roster; some microseconds, never blocks, never throws. */
  public TokenVerdict verify(String token, TokenType expected) {
    TokenVerdict verdict = tokens.verify(token, expected);
    return verdict instanceof TokenClaims claims && revocations.covers(claims)
        ? TokenFault.REVOKED
        : verdict;
  }

  /** The last step: whether the claims hold against the user's roster. */
  public static boolean admits(Roster roster, TokenClaims claims) {
    return switch (claims.type()) {
      case ACCESS -> roster.admits(claims.device(), claims.registration());
      case ENROLMENT -> roster.standing() == Standing.ACTIVE;
    };
  }

  /**
   * All steps; blocks when the roster has to be read.
   *
   * @throws RefusedException {@link Refusal#TOKEN_INVALID}, {@link Refusal#TOKEN_EXPIRED} or {@link
   *     Refusal#TOKEN_REVOKED}
   */
  public TokenClaims require(String token, TokenType expected) {
    return switch (verify(token, expected)) {
      case TokenFault fault -> throw refused(fault);
      case TokenClaims claims -> {
        if (!admits(rosters.get(claims.user()), claims)) {
          throw refused(TokenFault.REVOKED);
        }
        use.note(claims);
        yield claims;
      }
    };
  }

  /** As {@link #require}, for either type of token. */
  public TokenClaims requireAny(String token) {
    boolean enrolling = tokens.verify(token, TokenType.ENROLMENT) instanceof TokenClaims;
    return require(token, enrolling ? TokenType.ENROLMENT : TokenType.ACCESS);
  }

  private static RefusedException refused(TokenFault fault) {
    Refusal refusal =
        switch (fault) {
          case INVALID -> Refusal.TOKEN_INVALID;
          case EXPIRED -> Refusal.TOKEN_EXPIRED;
          case REVOKED -> Refusal.TOKEN_REVOKED;
        };
    return new RefusedException(refusal, "bearer token: " + fault + " (expected: a good one)");
  }
}
