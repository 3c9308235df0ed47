package dev.letterlock.client.messenger;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Links;
import dev.letterlock.client.messenger.desk.AccountName;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.DeviceAsked;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.RecoveryRejectedException;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A further device of an account that waits to be admitted: take {@link #certificate} to a device
 * that holds the account's key, such as the first, let it {@link Account#admit} that, and bring the
 * answer to {@link #complete}. If no such device is left, {@link #completeWithRecovery} does it by
 * a recovery file. What was asked is kept: within 10 minutes the next {@link
 * Messenger#requestDevice} on the same profile goes on with it, under the same certificate. One
 * thread.
 */
public final class DeviceRequest implements AutoCloseable {

  private final MessengerSettings settings;
  private final E1 e1;
  private final Vault vault;
  private final ApiClient api;
  private final Admission admission;
  private @Nullable DeviceAsked asked;
  private boolean closed;

  private DeviceRequest(
      MessengerSettings settings,
      E1 e1,
      Vault vault,
      ApiClient api,
      Admission admission,
      @Nullable DeviceAsked asked) {
    this.settings = settings;
    this.e1 = e1;
    this.vault = vault;
    this.api = api;
    this.admission = admission;
    this.asked = asked;
  }

  static DeviceRequest make(
      MessengerSettings settings, E1 e1, String name, Supplier<String> password) {
    String called = AccountName.of(name);
    Vault vault = ProfileFile.open(settings, e1);
    try {
      ApiClient api = new ApiClient(ProfileFile.server(settings, vault, e1), e1);
      try {
        Enroller enroller = new Enroller(e1, settings.clock(), vault, api);
        Admission admission = new Admission(e1, settings.clock(), vault, enroller);
        DeviceAsked asked = admission.begin(called, password).orElse(null);
        return new DeviceRequest(settings, e1, vault, api, admission, asked);
      } catch (RuntimeException e) {
        api.close();
        throw e;
      }
    } catch (RuntimeException e) {
      ProfileFile.removeUnused(settings, vault, e1);
      vault.close();
      throw Words.asException(e);
    }
  }

  /**
   * Whether nothing is left to be done and the profile can be opened: this device was admitted, or
   * an earlier run was cut off only behind the answer. Then there is no {@link #certificate}.
   *
   * @return whether to open the profile now
   */
  public boolean isAdmitted() {
    return asked == null;
  }

  /**
   * The certificate of this device, 162 bytes.
   *
   * @return what {@link Account#admit} wants, in a fresh array
   * @throws MessengerException if the device {@link #isAdmitted}
   */
  public byte[] certificate() {
    return asked().device().cert().encode();
  }

  /**
   * Enrols the device; afterwards the profile can be opened.
   *
   * @param signedList what {@link Account#admit} gave
   * @throws MessengerException if the list does not admit this device, or the server refuses it:
   *     another answer may follow; or if the device {@link #isAdmitted} already
   */
  public void complete(byte[] signedList) {
    try {
      admission.complete(asked(), DeviceList.parse(signedList));
      admitted();
    } catch (KeyRejectedException e) {
      throw new MessengerException(
          "That is not the answer of a device that admits others: copy the whole line.", e);
    } catch (ApiException | RefusedException e) {
      throw Words.asException(e);
    }
  }

  /**
   * Another way in than {@link #certificate} and {@link #complete}: by a code, without an answer to
   * type. Both ways stay open until one has been gone.
   *
   * @return a linking, good for 5 minutes; the caller closes it
   * @throws MessengerException if the server opens no mailbox for it; or if the device {@link
   *     #isAdmitted}
   */
  public DeviceLink link() {
    DeviceAsked device = asked();
    return DeviceLink.open(
        e1,
        Links.of(api, device.ticket()),
        device.device().cert(),
        parcel -> {
          admission.link(asked(), parcel);
          admitted();
        });
  }

  /**
   * Enrols the device by the account key of a recovery file, which it keeps: from then on it is one
   * that holds the account key, and contacts see nothing but a new device. The other devices stay,
   * the lost one too: {@link Account#removeDevice} signs that out. Afterwards the profile can be
   * opened. Takes as long, and as much memory, as the file says.
   *
   * @param file what {@link Account#writeRecoveryFile} wrote
   * @param passphrase of the file, UTF-8; the caller closes it
   * @throws MessengerException if the file does not open, is of another account or from before the
   *     account key was renewed, if the account has 16 devices, or the server refuses: another
   *     attempt, or an answer for {@link #complete}, may follow; or if the device {@link
   *     #isAdmitted} already
   */
  public void completeWithRecovery(Path file, SecretBytes passphrase) {
    try {
      admission.recover(asked(), RecoveryOnDisk.read(file), passphrase);
      admitted();
    } catch (ApiException | RefusedException | RecoveryRejectedException e) {
      throw Words.asException(e);
    }
  }

  /**
   * Refuses what is no recovery file, before anything is asked for or made.
   *
   * @param file what is going to be given to {@link #completeWithRecovery}
   * @throws MessengerException if it cannot be read or is none
   */
  public static void requireRecoveryFile(Path file) {
    try {
      var _ = RecoveryOnDisk.read(file);
    } catch (RefusedException | RecoveryRejectedException e) {
      throw Words.asException(e);
    }
  }

  private DeviceAsked asked() {
    if (closed) {
      throw new MessengerException(Reason.CLOSED, "The request is closed.", null, null);
    }
    if (asked == null) {
      throw new MessengerException("This device is admitted already.");
    }
    return asked;
  }

  /**
   * Whoever begins the same anew would hand out other pre-keys than those that are at the server.
   */
  private void admitted() {
    asked().close();
    asked = null;
  }

  /** What was asked stays in the profile. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (asked != null) {
      asked.close();
    }
    api.close();
    ProfileFile.removeUnused(settings, vault, e1);
    vault.close();
  }
}
