package dev.letterlock.server.features.admin;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.accounts.AccountName;
import dev.letterlock.server.features.accounts.Passwords;
import dev.letterlock.server.features.devices.Certificates;
import dev.letterlock.server.features.devices.ListRules;
import dev.letterlock.server.features.prekeys.PreKeyRules;
import dev.letterlock.storage.account.ImportedUser;
import dev.letterlock.storage.device.PreKeyUpload;

/**
 * All checks of one imported account: the same as if each device had enrolled by itself, but for
 * the age of keys. Some 300 µs for one device; safe for any thread that may compute that long.
 */
public final class EntryRules {

  private final Certificates certificates;
  private final ListRules lists;
  private final PreKeyRules preKeys;
  private final Passwords passwords;

  public EntryRules(
      Certificates certificates, ListRules lists, PreKeyRules preKeys, Passwords passwords) {
    this.certificates = certificates;
    this.lists = lists;
    this.preKeys = preKeys;
    this.passwords = passwords;
  }

  /**
   * Checks the entry.
   *
   * @throws RefusedException with the reason
   */
  ImportedUser check(AccountEntry entry) {
    AccountName name = AccountName.of(entry.name());
    UserId user = entry.user() == null ? lists.ownerOf(entry.encoded()) : entry.user();
    DeviceList list = lists.checkImported(user, entry.encoded());
    if (list.entries().size() != entry.devices().size()) {
      throw new RefusedException(
          Refusal.LIST_MISMATCH,
          "devices: " + entry.devices().size() + " (expected: " + list.entries().size() + ")");
    }
    String password = entry.password();
    return new ImportedUser(
        user,
        name.text(),
        password == null ? null : passwords.hashChosen(password),
        entry.devices().stream().map(device -> check(user, list, device)).toList(),
        lists.toStore(list, entry.encoded()));
  }

  private ImportedUser.Device check(UserId user, DeviceList list, AccountEntry.Device device) {
    DeviceAddress address = new DeviceAddress(user, device.device());
    DeviceCert cert = certificates.check(device.certificate(), address);
    certificates.requireNamed(cert, list);
    PreKeyUpload upload = preKeys.checkImported(cert, device.preKeys());
    return new ImportedUser.Device(certificates.toStore(cert, device.certificate()), upload);
  }
}
