package dev.letterlock.server.session;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.auth.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * Where a session comes from: the token that let it in, and its place among the sessions that its
 * device has had on all nodes. Set before the session can be found; the fence on its event loop.
 */
public final class SessionOrigin {
  private @Nullable TokenClaims claims;
  private long fence;
  private Cursor emptyUpTo = Cursor.ZERO;

  SessionOrigin() {}

  /** Null where no token was needed. */
  public @Nullable TokenClaims claims() {
    return claims;
  }

  public void claims(TokenClaims admitted) {
    claims = admitted;
  }

  /** Above that of every earlier session; 0 until it is known, and on a server that is alone. */
  public long fence() {
    return fence;
  }

  public void fence(long number) {
    fence = number;
  }

  /** Up to where the inbox is known to hold nothing more, in an epoch that has no entry yet. */
  public Cursor emptyUpTo() {
    return emptyUpTo;
  }

  public void emptyUpTo(Cursor place) {
    emptyUpTo = place;
  }
}
