package dev.letterlock.storage.account;

import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account. Its text form leaves the password hash out.
 *
 * @param passwordHash stored parameter string of the password hash; null: no login by password
 * @param created milliseconds are kept
 */
public record UserRecord(
    UserId id, String name, @Nullable String passwordHash, boolean disabled, Instant created) {
  @Override
  public String toString() {
    return "UserRecord[id=" + id + ", name=" + name + ", disabled=" + disabled + "]";
  }
}
