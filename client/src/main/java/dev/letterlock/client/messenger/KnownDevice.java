package dev.letterlock.client.messenger;

/**
 * A device that a signed list names.
 *
 * @param owner name of the account
 * @param number u32, of the device within its account
 * @param thisOne whether it is the one that asks
 */
public record KnownDevice(String owner, int number, boolean thisOne) {

  @Override
  public String toString() {
    return owner + ", device " + Integer.toUnsignedString(number) + (thisOne ? " (this one)" : "");
  }
}
