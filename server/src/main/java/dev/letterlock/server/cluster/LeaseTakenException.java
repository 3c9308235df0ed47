package dev.letterlock.server.cluster;

import dev.letterlock.storage.LeaseStore;
import java.time.Instant;

/** Another server serves from this database. */
public final class LeaseTakenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String holder;
  private final Instant expires;

  LeaseTakenException(LeaseStore.HeldBy other) {
    super("server lease: held by " + other.holder() + " (expected: free)");
    this.holder = other.holder();
    this.expires = other.expires();
  }

  /** See {@link ServerName}. */
  public String holder() {
    return holder;
  }

  /** When it is free unless the other renews it. */
  public Instant expires() {
    return expires;
  }
}
