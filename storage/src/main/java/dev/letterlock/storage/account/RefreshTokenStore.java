package dev.letterlock.storage.account;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Families of refresh tokens: one per device, born by a login, ended by logout, revocation, expiry
 * or the reuse of a token that was exchanged already. Only hashes of tokens are kept. Every method
 * blocks, refuses event loops, and throws {@link dev.letterlock.storage.StoreUnavailableException}
 * while the database is away.
 */
public interface RefreshTokenStore {
  /**
   * Begins the device's family and ends the one it had, if any.
   *
   * @param tokenHash 32 bytes, hash of the first token
   */
  void create(TokenFamily family, OpaqueBytes tokenHash);

  /**
   * Exchanges a token for the next one, by compare-and-set on the family's current token. The token
   * that was exchanged last is exchanged again, by a device which never got the answer, until it
   * expires or its successor is used: exchanged, or told to {@link #use}. The successor before is
   * good no more then. A token that is presented again at any other time ends the family.
   *
   * @param newExpiry end of the family unless it is exchanged again
   */
  RotateResult rotate(OpaqueBytes tokenHash, OpaqueBytes newTokenHash, Instant newExpiry);

  /**
   * Notes that the access token that was made along with a refresh token has been presented: if
   * that is the current one, the token before it is not exchanged again.
   *
   * @param tokenHash of the refresh token
   * @return false if the token had been replaced before anybody used it, and the family lived until
   *     now: it is revoked, as two hold copies of the token before
   */
  boolean use(DeviceAddress device, UUID family, OpaqueBytes tokenHash);

  /** The device's family if it lives: not revoked and not expired. */
  Optional<TokenFamily> byDevice(DeviceAddress device);

  /** Ends the device's family if it is the one named; returns false if it was not. */
  boolean revoke(DeviceAddress device, UUID family);

  /** Ends the device's family, whichever it is. */
  void revokeDevice(DeviceAddress device);

  /** Ends the families of all devices of a user. */
  void revokeUser(UserId user);

  /** Deletes what expired before {@code now}; for a job. Returns how many tokens went. */
  long expire(Instant now);

  /** What came of {@link #rotate}. */
  sealed interface RotateResult {}

  record Rotated(TokenFamily family) implements RotateResult {}

  /** The token had been given away and it was no such repeat: the family is revoked now. */
  record Reused(TokenFamily family) implements RotateResult {}

  /** The token or its family is over; it is a secret, so who has it is no stranger. */
  record Ended() implements RotateResult {}

  /** No such token. */
  record Refused() implements RotateResult {}
}
