package dev.letterlock.server.auth;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/**
 * What a token says, once its signature is checked.
 *
 * @param device u32
 * @param registration u32; 0 in an enrolment token, as the device has none yet
 * @param family the login that this token descends from
 * @param id base64url of the hash of the refresh token that came with it; anything else where none
 *     did
 * @param expiresAt seconds since 1970
 */
public record TokenClaims(
    TokenType type,
    UserId user,
    int device,
    int registration,
    UUID family,
    String id,
    long expiresAt)
    implements TokenVerdict {

  public DeviceAddress address() {
    return new DeviceAddress(user, device);
  }
}
