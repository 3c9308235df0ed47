package dev.letterlock.client.messenger;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Ticket;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.primitive.KeyRejectedException;

/**
 * A further device of an account that waits to be admitted: take {@link #certificate} to the
 * account's first device, let it {@link Account#admit} that, and bring the answer to {@link
 * #complete}. One thread.
 */
public final class DeviceRequest implements AutoCloseable {

  private final MessengerSettings settings;
  private final E1 e1;
  private final Vault vault;
  private final ApiClient api;
  private final Enroller enroller;
  private final String name;
  private final Ticket ticket;
  private final OwnDevice device;

  private DeviceRequest(
      MessengerSettings settings,
      E1 e1,
      Vault vault,
      ApiClient api,
      Enroller enroller,
      String name,
      Ticket ticket) {
    this.settings = settings;
    this.e1 = e1;
    this.vault = vault;
    this.api = api;
    this.enroller = enroller;
    this.name = name;
    this.ticket = ticket;
    this.device = enroller.prepare(ticket);
  }

  static DeviceRequest make(MessengerSettings settings, E1 e1, String name, String password) {
    String called = AccountName.of(name);
    Vault vault = ProfileFile.open(settings, e1);
    ApiClient api = new ApiClient(settings.server(), e1);
    try {
      requireUnused(Stage.of(vault, e1));
      Enroller enroller = new Enroller(e1, settings.clock(), vault, api);
      Ticket ticket = enroller.ticketForFurther(called, password);
      return new DeviceRequest(settings, e1, vault, api, enroller, called, ticket);
    } catch (ApiException | RefusedException e) {
      api.close();
      ProfileFile.removeUnused(settings, vault, e1);
      vault.close();
      throw Words.asException(e);
    }
  }

  private static void requireUnused(Stage stage) {
    switch (stage) {
      case EMPTY, FURTHER_BEGUN -> {}
      case FIRST_BEGUN ->
          throw new RefusedException(
              "Signing up was begun in this profile: finish that first (letterlock chat without"
                  + " --new-device).");
      case COMPLETE -> throw new RefusedException(Enroller.COMPLETE);
    }
  }

  /** The certificate of this device, 162 bytes. */
  public byte[] certificate() {
    return device.cert().encode();
  }

  /**
   * Enrols the device; afterwards the profile can be opened.
   *
   * @param signedList what {@link Account#admit} gave
   * @throws MessengerException if the list does not admit this device
   */
  public void complete(byte[] signedList) {
    try {
      enroller.join(name, ticket, device, DeviceList.parse(signedList));
    } catch (KeyRejectedException e) {
      throw new MessengerException("That is not the answer of the account's first device.", e);
    } catch (ApiException | RefusedException e) {
      throw Words.asException(e);
    }
  }

  /** A profile that did not become that of a device is taken away. */
  @Override
  public void close() {
    device.close();
    api.close();
    ProfileFile.removeUnused(settings, vault, e1);
    vault.close();
  }
}
