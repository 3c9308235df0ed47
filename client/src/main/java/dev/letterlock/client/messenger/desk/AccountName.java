package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Reason;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of an account, as a server takes it (docs/openapi.yaml, {@code Name}). */
public final class AccountName {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private AccountName() {}

  /**
   * The name that somebody typed, in lower case.
   *
   * @throws MessengerException if no account can be called so
   */
  public static String of(String typed) {
    String name = typed.strip().toLowerCase(Locale.ROOT);
    if (!isWellFormed(name)) {
      throw new MessengerException(Reason.INVALID, Refusals.NAME_RULE, null, null);
    }
    return name;
  }

  /** Whether an account can be called so. */
  public static boolean isWellFormed(String name) {
    return FORM.matcher(name).matches();
  }
}
