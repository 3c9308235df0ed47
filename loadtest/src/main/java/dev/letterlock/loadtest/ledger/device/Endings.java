package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.client.transport.Closure;

/** How sessions end, in so few words that they can be counted. */
public final class Endings {

  private Endings() {}

  /** What befell a session. */
  public static String words(Closure closure) {
    return switch (closure) {
      case Closure.Unreachable _ -> "could not be opened";
      case Closure.Lost _ -> "was lost";
      case Closure.Refused refused -> "was refused with " + refused.status();
      case Closure.ByServer by -> closedBy(by);
      case Closure.ByClient by -> "was ended here with " + by.code();
    };
  }

  private static String closedBy(Closure.ByServer by) {
    return "was closed with " + by.code() + (by.reason().isEmpty() ? "" : " " + by.reason());
  }
}
