package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.Refusals;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of an account, as a server takes it (docs/openapi.yaml, {@code Name}). */
final class AccountName {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private AccountName() {}

  /**
   * The name that somebody typed, in lower case.
   *
   * @throws MessengerException if no account can be called so
   */
  static String of(String typed) {
    String name = typed.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(name).matches()) {
      throw new MessengerException(Reason.INVALID, Refusals.NAME_RULE, null, null);
    }
    return name;
  }
}
