package dev.letterlock.server.features.admin;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.TokenLives;
import dev.letterlock.server.auth.TokenType;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import java.time.Duration;
import java.util.UUID;

/** Makes access tokens for devices without their keys: an operator's tool for tests. Blocks. */
public final class MintTokens {

  private final UserStore users;
  private final RosterCache rosters;
  private final Tokens tokens;

  public MintTokens(UserStore users, RosterCache rosters, Tokens tokens) {
    this.users = users;
    this.rosters = rosters;
    this.tokens = tokens;
  }

  /**
   * The user of this name.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}
   */
  public UserId named(String name) {
    return users.byName(name).map(UserRecord::id).orElseThrow(MintTokens::unknownUser);
  }

  /**
   * Signs a token for an enrolled device.
   *
   * @param device u32
   * @param seconds 1 to 7 days
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}, {@link Refusal#UNKNOWN_DEVICE} or {@link
   *     Refusal#OUT_OF_RANGE}
   */
  public String mint(UserId user, int device, long seconds) {
    if (seconds < 1 || seconds > TokenLives.LONGEST.toSeconds()) {
      throw new RefusedException(
          Refusal.OUT_OF_RANGE,
          "ttl_seconds: " + seconds + " (expected: 1 to " + TokenLives.LONGEST.toSeconds() + ")");
    }
    Roster roster = rosters.get(user);
    if (!roster.known()) {
      throw unknownUser();
    }
    int index = roster.positionOf(device);
    if (index < 0 || !roster.admits(device, roster.registration(index))) {
      throw new RefusedException(
          Refusal.UNKNOWN_DEVICE,
          "device: " + Integer.toUnsignedString(device) + " (expected: one that may sign in)");
    }
    return tokens.issue(
        TokenType.ACCESS,
        user,
        device,
        roster.registration(index),
        UUID.randomUUID(),
        Duration.ofSeconds(seconds));
  }

  private static RefusedException unknownUser() {
    return new RefusedException(Refusal.UNKNOWN_USER, "user: unknown (expected: one)");
  }
}
