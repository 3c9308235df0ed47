package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;

/** Makes this device one that holds the key of its account, by a recovery file. One thread. */
record RecoveredDevice(MessengerSettings settings, Secrets secrets, Path file) {

  private static final String HOLDING =
      "This device is on the signed list of your account now, and holds its key. If another one is"
          + " lost, /devices shows its number and /remove NUMBER signs it out. It keeps the key all"
          + " the same: if somebody may have it, /renew makes another one, and /recovery FILE a new"
          + " file after that.";

  private static final String ADMITTED_BEFORE =
      "This device is on the signed list of your account now, but does not hold its key: another"
          + " device had admitted it before, and the recovery file was not used. The file is as good"
          + " as it was: with another --profile it makes a device that holds the key.";

  private static final String NO_DEVICE =
      "The server says that the account has no device, which does not fit a recovery file, as one of"
          + " its devices wrote that. Nothing was made. If --user and --url are right, the server"
          + " lies or has lost the devices of the account: ask whoever runs it.";

  /** Opens the profile of the device, once the server has taken that in. */
  Messenger open(String user, Chat chat, Screen screen) {
    admit(user);
    Messenger opened = Messenger.open(settings, chat);
    screen.remark(opened.account().holdsAccountKey() ? HOLDING : ADMITTED_BEFORE);
    return opened;
  }

  private void admit(String user) {
    try (DeviceRequest request = Messenger.requestDevice(settings, user, secrets::password)) {
      if (!request.isAdmitted()) {
        complete(request);
      }
    } catch (MessengerException e) {
      throw e.reason() == Reason.FIRST_DEVICE
          ? new MessengerException(Reason.REFUSED, NO_DEVICE, null, e)
          : e;
    }
  }

  private void complete(DeviceRequest request) {
    try (SecretBytes passphrase = secrets.recoveryPassphrase()) {
      request.completeWithRecovery(file, passphrase);
    }
  }
}
