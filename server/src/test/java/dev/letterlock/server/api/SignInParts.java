package dev.letterlock.server.api;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.server.auth.Nonces;
import dev.letterlock.server.auth.PasswordHashing;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.TokenFamilies;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.features.Callers;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.features.accounts.Passwords;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.server.roster.RosterLoader;
import java.util.concurrent.Executors;

/** Who is calling, put together. */
record SignInParts(
    Tokens tokens,
    Revocations revocations,
    RosterCache rosters,
    Throttle throttle,
    RequestProofs proofs,
    TokenFamilies logins,
    PasswordHashing hashing) {

  static SignInParts of(ApiSettings settings, ApiGround ground) {
    Tokens tokens = new Tokens(settings.jwtKeys(), ground.clock());
    Revocations revocations = new Revocations(Ticker.systemTicker());
    Throttle throttle =
        new Throttle(new RateLimiter(settings.limits().rates(), Ticker.systemTicker()));
    return new SignInParts(
        tokens,
        revocations,
        rosters(settings, ground),
        throttle,
        new RequestProofs(
            new RequestSignature(ground.e1()), new Nonces(Ticker.systemTicker()), throttle),
        new TokenFamilies(
            ground.stores().refreshTokens(),
            ground.stores().endedLogins(),
            tokens,
            settings.tokenLives(),
            revocations,
            ground.sessions(),
            ground.clock()),
        hashing(settings, ground));
  }

  Callers callers() {
    return new Callers(tokens, revocations, rosters);
  }

  Passwords passwords(ApiGround ground) {
    return new Passwords(ground.stores().users(), hashing, throttle);
  }

  private static RosterCache rosters(ApiSettings settings, ApiGround ground) {
    RosterLoader loader =
        new RosterLoader(
            ground.stores().users(),
            ground.stores().rosters(),
            ground.recipients(),
            settings.retention(),
            ground.clock());
    return new RosterCache(
        loader,
        settings.limits().rosters(),
        Executors.newVirtualThreadPerTaskExecutor(),
        ground.metrics());
  }

  private static PasswordHashing hashing(ApiSettings settings, ApiGround ground) {
    return new PasswordHashing(
        ground.e1().sodium(),
        settings.limits().passwordCost(),
        settings.limits().passwordHashes(),
        ground.metrics().timer(Meters.PASSWORD_TIME));
  }
}
