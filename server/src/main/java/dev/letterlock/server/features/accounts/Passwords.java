package dev.letterlock.server.features.accounts;

import dev.letterlock.server.auth.PasswordHashing;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes accounts with a password and checks it, telling nobody whether a name exists. Blocks for
 * tens of milliseconds.
 */
public final class Passwords {

  private final UserStore users;
  private final PasswordHashing hashing;
  private final Throttle throttle;

  public Passwords(UserStore users, PasswordHashing hashing, Throttle throttle) {
    this.users = users;
    this.hashing = hashing;
    this.throttle = throttle;
  }

  /**
   * Makes an account.
   *
   * @throws RefusedException {@link Refusal#NAME_INVALID}, {@link Refusal#PASSWORD_INVALID}, {@link
   *     Refusal#NAME_TAKEN} or {@link Refusal#BUSY}
   */
  public UserRecord create(String name, String password) {
    return create(name, password, _ -> false);
  }

  /**
   * Makes an account, or finds the one that a lost answer told nobody of.
   *
   * @param unused whether an account may be found instead, by its right password
   * @throws RefusedException as {@link #create(String, String)}, or {@link Refusal#RATE_LIMITED}
   */
  public UserRecord create(String name, String password, Predicate<UserRecord> unused) {
    AccountName wanted = AccountName.of(name);
    try (Password chosen = Password.chosen(password)) {
      Optional<UserRecord> holder = users.byName(wanted.text());
      if (holder.isPresent()) {
        return holder
            .filter(unused)
            .filter(user -> isOwnedBy(user, wanted, chosen))
            .orElseThrow(Passwords::taken);
      }
      return switch (users.create(wanted.text(), hash(chosen))) {
        case UserStore.Created(UserRecord user) -> user;
        case UserStore.NameTaken ignored -> throw taken();
      };
    }
  }

  /**
   * The string to store for a password that somebody wants to have.
   *
   * @throws RefusedException {@link Refusal#PASSWORD_INVALID} or {@link Refusal#BUSY}
   */
  public String hashChosen(String password) {
    try (Password chosen = Password.chosen(password)) {
      return hash(chosen);
    }
  }

  /**
   * The user of this name and password. A user who does not exist, one who is disabled and a wrong
   * password cost the same time and get the same answer.
   *
   * @throws RefusedException {@link Refusal#WRONG_CREDENTIALS}, {@link Refusal#RATE_LIMITED} or
   *     {@link Refusal#BUSY}
   */
  public UserRecord check(String name, String password) {
    try (Password given = Password.given(password)) {
      Optional<UserRecord> user = find(name);
      String stored = user.map(UserRecord::passwordHash).orElse(null);
      boolean matches = matches(stored, given);
      UserRecord found = user.filter(u -> matches && !u.disabled()).orElseThrow(Passwords::wrong);
      if (stored != null && hashing.isOutdated(stored)) {
        users.setPasswordHash(found.id(), hash(given));
      }
      return found;
    }
  }

  private boolean isOwnedBy(UserRecord user, AccountName name, Password given) {
    throttle.charge(RateLimit.LOGIN_AS, Subject.named(name.text()));
    return matches(user.passwordHash(), given) && !user.disabled();
  }

  /** A name that no account could have is charged and answered like any other. */
  private Optional<UserRecord> find(String name) {
    try {
      AccountName wanted = AccountName.of(name);
      throttle.charge(RateLimit.LOGIN_AS, Subject.named(wanted.text()));
      return users.byName(wanted.text());
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.NAME_INVALID) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String hash(Password password) {
    try {
      return hashing.hash(password.bytes());
    } catch (PasswordHashing.BusyException e) {
      throw busy();
    }
  }

  private boolean matches(@Nullable String stored, Password given) {
    try {
      return hashing.matches(stored, given.bytes());
    } catch (PasswordHashing.BusyException e) {
      throw busy();
    }
  }

  private static RefusedException wrong() {
    return new RefusedException(
        Refusal.WRONG_CREDENTIALS, "name or password: wrong (expected: both right)");
  }

  private static RefusedException taken() {
    return new RefusedException(Refusal.NAME_TAKEN, "name: taken (expected: a free one)");
  }

  private static RefusedException busy() {
    return new RefusedException(Refusal.BUSY, "logins: too many at once (expected: fewer)");
  }
}
