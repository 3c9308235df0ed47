package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The tokens of one device, refreshed shortly before they expire. {@link #current()} may block for
 * a call to the server, so never on an event loop; safe for any thread.
 */
public final class AccessTokens {

  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final ApiClient api;
  private final Clock clock;
  private Tokens tokens;
  private Instant expires;
  private Consumer<SavedTokens> keeper = _ -> {};
  private boolean unkept;

  AccessTokens(ApiClient api, Clock clock, Tokens tokens) {
    this(api, clock, tokens, expiry(clock, tokens));
  }

  private AccessTokens(ApiClient api, Clock clock, Tokens tokens, Instant expires) {
    this.api = api;
    this.clock = clock;
    this.tokens = tokens;
    this.expires = expires;
  }

  /** Goes on with what was kept of an earlier run. */
  public static AccessTokens resume(ApiClient api, Clock clock, SavedTokens saved) {
    Tokens tokens = new Tokens(saved.accessToken(), saved.refreshToken(), 0);
    return new AccessTokens(api, clock, tokens, saved.expires());
  }

  /** From now on hands every new pair to {@code keeper} before it is used. */
  public synchronized void keepWith(Consumer<SavedTokens> keeping) {
    keeper = keeping;
  }

  /** What to keep for the next run. */
  public synchronized SavedTokens saved() {
    return new SavedTokens(tokens.accessToken(), tokens.refreshToken(), expires);
  }

  /**
   * An access token that is good for half a minute or more.
   *
   * @throws ApiException if it cannot be refreshed; code {@code token_reused} when the family is
   *     revoked
   */
  public synchronized String current() {
    if (clock.instant().isAfter(expires.minus(MARGIN))) {
      refresh();
    }
    keep();
    return tokens.accessToken();
  }

  /** Gets new tokens now, as after a close with TOKEN_EXPIRED. */
  public synchronized void refresh() {
    ApiCall call = ApiCall.post("/v1/refresh", new Refresh(tokens.refreshToken()), null);
    tokens = api.call(call, Tokens.class);
    expires = expiry(clock, tokens);
    unkept = true;
    keep();
  }

  /** The refresh token of before is spent: without the new one the next run cannot sign in. */
  private void keep() {
    if (unkept) {
      keeper.accept(saved());
      unkept = false;
    }
  }

  private static Instant expiry(Clock clock, Tokens tokens) {
    return clock.instant().plusSeconds(tokens.expiresIn());
  }

  @Override
  public String toString() {
    return "AccessTokens[until " + expires + "]";
  }

  /**
   * As the server gives them.
   *
   * @param expiresIn seconds
   */
  record Tokens(String accessToken, String refreshToken, long expiresIn) {
    Tokens {
      requireNonNull(accessToken, "access_token");
      requireNonNull(refreshToken, "refresh_token");
    }

    @Override
    public String toString() {
      return "Tokens[" + expiresIn + " s]";
    }
  }

  private record Refresh(String refreshToken) {
    @Override
    public String toString() {
      return "Refresh[]";
    }
  }
}
