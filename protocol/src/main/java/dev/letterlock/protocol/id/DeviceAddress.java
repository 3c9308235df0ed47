package dev.letterlock.protocol.id;

/**
 * One device of one user.
 *
 * @param device server-assigned u32, never reused within the user
 */
public record DeviceAddress(UserId user, int device) {
  @Override
  public String toString() {
    return user + "/" + Integer.toUnsignedString(device);
  }
}
