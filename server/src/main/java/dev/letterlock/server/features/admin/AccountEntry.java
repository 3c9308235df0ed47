package dev.letterlock.server.features.admin;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.devices.EncodedList;
import dev.letterlock.server.features.prekeys.EncodedPreKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account of an import file. Its text form leaves the password out.
 *
 * @param user null: the user that the list names
 * @param password null: cannot sign in by password
 * @param encoded the list that the account begins with
 */
public record AccountEntry(
    String name,
    @Nullable UserId user,
    @Nullable String password,
    List<Device> devices,
    EncodedList encoded) {

  public AccountEntry {
    devices = List.copyOf(devices);
  }

  /**
   * One device of the account.
   *
   * @param device u32
   * @param certificate 162 bytes
   */
  public record Device(int device, OpaqueBytes certificate, EncodedPreKeys preKeys) {}

  @Override
  public String toString() {
    return "AccountEntry[" + name + ", devices=" + devices.size() + "]";
  }
}
