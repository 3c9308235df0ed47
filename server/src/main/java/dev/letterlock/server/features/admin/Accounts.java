package dev.letterlock.server.features.admin;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.SessionRevocations;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.server.auth.TokenFamilies;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.accounts.AccountName;
import dev.letterlock.server.features.accounts.Passwords;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.account.TokenFamily;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator's view of accounts. Blocks. */
public final class Accounts {

  /** Accounts on a page at most. */
  public static final int MOST_PER_PAGE = 1000;

  private final Passwords passwords;
  private final UserStore users;
  private final DeviceStore devices;
  private final RosterCache rosters;
  private final TokenFamilies logins;
  private final SessionRevocations sessions;

  public Accounts(
      Passwords passwords,
      UserStore users,
      DeviceStore devices,
      RosterCache rosters,
      TokenFamilies logins,
      SessionRevocations sessions) {
    this.passwords = passwords;
    this.users = users;
    this.devices = devices;
    this.rosters = rosters;
    this.logins = logins;
    this.sessions = sessions;
  }

  /**
   * One account in a list.
   *
   * @param devices how many that are not revoked
   */
  public record Row(UserRecord user, int devices) {}

  /**
   * One device of an account.
   *
   * @param until when its login ends unless it is used before; null when it has none
   */
  public record SignedIn(DeviceRecord device, @Nullable Instant until) {}

  /** Makes an account; see {@link Passwords#create}. */
  public UserRecord create(String name, String password) {
    return passwords.create(name, password);
  }

  /**
   * Accounts in the order of their ids.
   *
   * @param after the last one of the page before, null for the first page
   * @param limit 1 to {@link #MOST_PER_PAGE}
   * @throws RefusedException {@link Refusal#OUT_OF_RANGE}
   */
  public List<Row> list(@Nullable UserId after, int limit) {
    if (limit < 1 || limit > MOST_PER_PAGE) {
      throw new RefusedException(
          Refusal.OUT_OF_RANGE, "limit: " + limit + " (expected: 1 to " + MOST_PER_PAGE + ")");
    }
    return users.list(after, limit).stream().map(user -> new Row(user, count(user))).toList();
  }

  /**
   * Switches an account off: nobody signs in any more, all sockets are cut, what was sent to it
   * waits.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}
   */
  public void disable(String name) {
    UserId user = named(name);
    users.setDisabled(user, true);
    rosters.invalidate(user);
    logins.endUser(user);
    devices
        .byUser(user)
        .forEach(device -> sessions.cut(device.registered().address(), Cause.TOKEN_REVOKED));
  }

  /**
   * The devices of an account that are not revoked.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}
   */
  public List<SignedIn> devices(String name) {
    return devices.byUser(named(name)).stream()
        .filter(device -> !device.revoked())
        .map(device -> new SignedIn(device, until(device)))
        .toList();
  }

  /**
   * Ends the logins of all devices of an account, and their sockets; who knows the password and has
   * the device signs in again. Tokens that the operator minted belong to no login and go on.
   *
   * @return how many
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}
   */
  public int signOut(String name) {
    return (int)
        devices.byUser(named(name)).stream()
            .filter(device -> logins.endLogin(device.registered().address()))
            .count();
  }

  private @Nullable Instant until(DeviceRecord device) {
    return logins.login(device.registered().address()).map(TokenFamily::expires).orElse(null);
  }

  private UserId named(String name) {
    return users
        .byName(AccountName.of(name).text())
        .orElseThrow(
            () -> new RefusedException(Refusal.UNKNOWN_USER, "user: unknown (expected: one)"))
        .id();
  }

  private int count(UserRecord user) {
    return (int) devices.byUser(user.id()).stream().filter(d -> !d.revoked()).count();
  }
}
