package dev.letterlock.server.features.accounts;

import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an account: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a letter or digit. Upper
 * case is taken as lower case, so that no two names look the same.
 */
public record AccountName(String text) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * Normalises what somebody typed.
   *
   * @throws RefusedException {@link Refusal#NAME_INVALID}
   */
  public static AccountName of(String typed) {
    return new AccountName(typed.toLowerCase(Locale.ROOT));
  }

  public AccountName {
    if (!FORM.matcher(text).matches()) {
      throw new RefusedException(
          Refusal.NAME_INVALID,
          "name: not allowed (expected: 1 to 64 of a-z 0-9 . _ - beginning with a letter or digit)");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
