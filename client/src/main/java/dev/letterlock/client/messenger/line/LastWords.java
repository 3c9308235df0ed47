package dev.letterlock.client.messenger.line;

import dev.letterlock.client.messenger.Reason;
import dev.letterlock.client.transport.Closure;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.CloseCode;
import org.jspecify.annotations.Nullable;

/** Why there will be no connection any more, and what to do next, for a person. */
final class LastWords {

  private static final String REMOVED =
      "This device was removed from its account, so nobody encrypts to it any more. What it has read"
          + " stays here. To use the account on this machine again, make a new device of it,"
          + " in another profile.";
  private static final String COPIED =
      "The same device has opened a newer session: a copy of this profile is in use elsewhere. Keep"
          + " one of the two; for a further machine make a new device, and if the copy is not"
          + " yours, remove this device on one that holds the account's key, such as the first.";

  private LastWords() {}

  /**
   * A sentence or more.
   *
   * @param closure after which no further attempt is made
   */
  static String of(Closure closure, ServerUrl url) {
    return switch (closure) {
      case Closure.Refused refused ->
          "What answers at "
              + url
              + " takes no session, but says "
              + refused.status()
              + ": is the address right?";
      case Closure.ByServer by -> of(CloseCode.of(by.code()), closure);
      default -> unknown(closure);
    };
  }

  /** For a program. */
  static Reason reason(Closure closure) {
    return switch (closure) {
      case Closure.Refused _ -> Reason.WRONG_SERVER;
      case Closure.ByServer by -> reason(CloseCode.of(by.code()));
      default -> Reason.REFUSED;
    };
  }

  private static Reason reason(@Nullable CloseCode code) {
    return switch (code) {
      case DEVICE_REVOKED -> Reason.DEVICE_REMOVED;
      case DISPLACED -> Reason.COPIED;
      case null, default -> Reason.REFUSED;
    };
  }

  private static String of(@Nullable CloseCode code, Closure closure) {
    return switch (code) {
      case null -> unknown(closure);
      case DEVICE_REVOKED -> REMOVED;
      case DISPLACED -> COPIED;
      default -> "The server ended the session: " + code.meaning();
    };
  }

  private static String unknown(Closure closure) {
    return "The server ended the session: " + closure.describe() + ".";
  }
}
