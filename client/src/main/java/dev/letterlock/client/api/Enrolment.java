package dev.letterlock.client.api;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a device comes to be known: register or log in, make keys, certificate and list, enrol,
 * upload pre-keys (docs/E2EE.md §2.2, §2.3). Every call blocks; safe for any thread.
 */
public final class Enrolment {

  private final ApiClient api;
  private final E1 e1;
  private final Clock clock;

  public Enrolment(ApiClient api, E1 e1, Clock clock) {
    this.api = api;
    this.e1 = e1;
    this.clock = clock;
  }

  /**
   * Makes a new account.
   *
   * @throws ApiException with the server's code if the name is taken or the password too weak
   */
  public Ticket register(String name, String password) {
    return api.call(ApiCall.post("/v1/register", new Login(name, password), null), Ticket.class);
  }

  /** Asks for a further device of an account. */
  public Ticket login(String name, String password) {
    return api.call(ApiCall.post("/v1/login", new Login(name, password), null), Ticket.class);
  }

  /**
   * The newest list of the ticket's account.
   *
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException or IllegalArgumentException if
   *     what the server shows is none
   */
  public PublishedList ownList(Ticket ticket) {
    return api.call(ApiCall.get("/v1/list", ticket.enrolmentToken()), Directory.ListJson.class)
        .toList();
  }

  /**
   * Enrols the device of a ticket with fresh keys.
   *
   * @param accountKey signs the new list
   * @param before the list that the new one follows, or null for the first device
   */
  public EnrolledDevice enrol(
      Ticket ticket, Ed25519KeyPair accountKey, @Nullable DeviceList before) {
    OwnDevice keys = OwnDevice.generate(e1, CipherSuite.CLASSIC, ticket.freshAddress(), clock);
    DeviceList list = listWith(keys, accountKey, before);
    return new EnrolledDevice(keys, list, enrol(ticket, keys.cert(), list, keys.signingKey()));
  }

  /**
   * Enrols the device of a ticket.
   *
   * @param list the next list of the account, which names the certificate
   * @param signingKey DSK of the certificate
   */
  public AccessTokens enrol(
      Ticket ticket, DeviceCert certificate, DeviceList list, Ed25519KeyPair signingKey) {
    NewDevice body =
        new NewDevice(Base64Url.encode(certificate.encode()), Base64Url.encode(list.encode()));
    ApiCall call = ApiCall.post("/v1/devices", body, ticket.enrolmentToken()).signedBy(signingKey);
    return new AccessTokens(api, clock, api.call(call, AccessTokens.Tokens.class));
  }

  /**
   * New tokens for a device that has lost its own.
   *
   * @param device u32
   * @param signingKey DSK of the device
   */
  public AccessTokens signInAgain(
      String name, String password, int device, Ed25519KeyPair signingKey) {
    Ticket ticket = login(name, password);
    DeviceLogin body = new DeviceLogin(name, password, Integer.toUnsignedLong(device));
    ApiCall call = ApiCall.post("/v1/login", body, ticket.enrolmentToken()).signedBy(signingKey);
    return new AccessTokens(api, clock, api.call(call, AccessTokens.Tokens.class));
  }

  private DeviceList listWith(
      OwnDevice keys, Ed25519KeyPair accountKey, @Nullable DeviceList before) {
    DeviceEntry added = DeviceEntry.of(e1, keys.cert());
    if (before == null) {
      UUID user = keys.cert().address().user();
      return DeviceList.first(e1, accountKey, user, clock.millis(), List.of(added));
    }
    List<DeviceEntry> entries = new ArrayList<>(before.entries());
    entries.add(added);
    return before.next(e1, accountKey, clock.millis(), entries);
  }

  private record Login(String name, String password) {
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }

  private record DeviceLogin(String name, String password, long deviceId) {
    @Override
    public String toString() {
      return "DeviceLogin[" + name + "]";
    }
  }

  private record NewDevice(String certificate, String list) {}
}
