package dev.letterlock.settings;

/**
 * One thing that is wrong with the configuration. Never holds a secret's value.
 *
 * @param key the key, or the flag as it was written when there is no such key
 * @param origin where the value came from, for instance {@code environment}
 * @param reason what is wrong with it
 * @param mend what to do about it
 */
public record ConfigFault(String key, String origin, String reason, String mend) {
  @Override
  public String toString() {
    return key + " (" + origin + "): " + reason + ". " + mend + ".";
  }
}
