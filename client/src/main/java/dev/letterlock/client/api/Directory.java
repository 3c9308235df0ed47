package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Octets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists, certificates and pre-keys, as an enrolled device asks for and publishes them
 * (docs/openapi.yaml). Nothing that comes back is verified here. Every call blocks and throws
 * {@link ApiException}; safe for any thread.
 */
public final class Directory {

  private final ApiClient api;
  private final AccessTokens tokens;

  public Directory(ApiClient api, AccessTokens tokens) {
    this.api = api;
    this.tokens = tokens;
  }

  /** The newest list of the user with this name. */
  public PublishedList byName(String name) {
    try {
      return published("/v1/users/" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    } catch (ApiException e) {
      throw e.status() == 404 ? e.about(name) : e;
    }
  }

  /** The newest list of a user. */
  public PublishedList newestOf(UUID user) {
    return published(listPath(user));
  }

  /**
   * One list of a user.
   *
   * @param version u64
   */
  public PublishedList ofVersion(UUID user, long version) {
    return published(listPath(user) + "?version=" + Long.toUnsignedString(version));
  }

  /**
   * Claims pre-key bundles; devices that have none are left out.
   *
   * @param devices u32 each, 1 to 16
   * @param request the same within a minute gets the same answer
   * @throws IllegalArgumentException if some of the answer is no bytes
   */
  public List<ClaimedBundle> claim(UUID user, List<Integer> devices, UUID request) {
    ClaimRequest body =
        new ClaimRequest(request, devices.stream().map(Integer::toUnsignedLong).toList());
    String path = "/v1/users/by-id/" + user + "/prekeys/claim";
    return api.call(ApiCall.post(path, body, tokens.current()), Claimed.class).toBundles();
  }

  /**
   * Uploads public halves, all or none.
   *
   * @param signedPreKey null if the one before stays
   * @param deviceKey DSK, signs the request
   */
  public void upload(
      @Nullable SignedPreKey signedPreKey,
      List<OneTimePreKey> oneTime,
      List<KemPreKey> kem,
      Ed25519KeyPair deviceKey) {
    KemPreKey lastResort = kem.stream().filter(Directory::isLastResort).findFirst().orElse(null);
    PreKeysJson body =
        new PreKeysJson(
            signedPreKey == null ? null : Base64Url.encode(signedPreKey.encode()),
            oneTime.stream().map(key -> Base64Url.encode(key.encode())).toList(),
            kem.stream()
                .filter(key -> !isLastResort(key))
                .map(key -> Base64Url.encode(key.encode()))
                .toList(),
            lastResort == null ? null : Base64Url.encode(lastResort.encode()));
    api.run(new ApiCall("PUT", "/v1/prekeys", body, tokens.current(), deviceKey));
  }

  /**
   * Takes a device of the caller's account out for good; its login and its inbox end. Repeating it
   * completes it.
   *
   * @param device u32
   * @param next the next list, or the one in force, without the device
   * @param accountKey AIK in force, signs the request
   */
  public void revoke(int device, DeviceList next, Ed25519KeyPair accountKey) {
    NextList body = new NextList(Base64Url.encode(next.encode()), null);
    String path = "/v1/devices/" + Integer.toUnsignedString(device);
    api.call(new ApiCall("DELETE", path, body, tokens.current(), accountKey), ListVersion.class);
  }

  /**
   * Puts the caller's next list in force under a new account key.
   *
   * @param accountKey AIK in force until now, signs the request
   */
  public void replaceList(DeviceList next, AccountKeyRollover rollover, Ed25519KeyPair accountKey) {
    NextList body =
        new NextList(Base64Url.encode(next.encode()), Base64Url.encode(rollover.encode()));
    api.call(new ApiCall("PUT", "/v1/list", body, tokens.current(), accountKey), ListVersion.class);
  }

  /** The mailboxes through which this device lets new ones in. */
  public Links links() {
    return Links.of(api, tokens);
  }

  private PublishedList published(String path) {
    return api.call(ApiCall.get(path, tokens.current()), ListJson.class).toList();
  }

  private static Octets octets(String text) {
    return Octets.of(Base64Url.decode(text));
  }

  private static String listPath(UUID user) {
    return "/v1/users/by-id/" + user + "/list";
  }

  private static boolean isLastResort(KemPreKey key) {
    return key.kind() == KemPreKey.Kind.LAST_RESORT;
  }

  /** A list as it travels. */
  record ListJson(
      UUID userId, String name, String list, @Nullable String rollover, List<String> certificates) {
    ListJson {
      requireNonNull(userId, "user_id");
      requireNonNull(name, "name");
      requireNonNull(list, "list");
      certificates = List.copyOf(certificates);
    }

    /**
     * Its structures.
     *
     * @throws dev.letterlock.crypto.primitive.KeyRejectedException or IllegalArgumentException if
     *     some of it is none
     */
    PublishedList toList() {
      return new PublishedList(
          userId,
          name,
          DeviceList.parse(Base64Url.decode(list)),
          rollover == null ? null : AccountKeyRollover.parse(Base64Url.decode(rollover)),
          certificates.stream()
              .map(certificate -> DeviceCert.parse(Base64Url.decode(certificate)))
              .toList());
    }
  }

  private record ListVersion(long listVersion) {}

  private record NextList(String list, @Nullable String rollover) {}

  private record ClaimRequest(UUID requestId, List<Long> devices) {}

  /** Bundles as they travel. */
  record Claimed(List<BundleJson> bundles) {
    Claimed {
      bundles = List.copyOf(bundles);
    }

    /**
     * Their bytes.
     *
     * @throws IllegalArgumentException if some are none
     */
    List<ClaimedBundle> toBundles() {
      return bundles.stream().map(BundleJson::toBundle).toList();
    }
  }

  record BundleJson(
      long deviceId,
      String certificate,
      String signed,
      @Nullable String oneTime,
      @Nullable String kem) {
    BundleJson {
      requireNonNull(certificate, "certificate");
      requireNonNull(signed, "signed");
    }

    ClaimedBundle toBundle() {
      return new ClaimedBundle(
          (int) deviceId,
          octets(certificate),
          octets(signed),
          oneTime == null ? Octets.of(new byte[OneTimePreKey.SIZE]) : octets(oneTime),
          kem == null ? null : octets(kem));
    }

    @Override
    public String toString() {
      return "BundleJson[" + deviceId + ", " + Arrays.asList(oneTime != null, kem != null) + "]";
    }
  }

  private record PreKeysJson(
      @Nullable String signed,
      List<String> oneTime,
      List<String> kem,
      @Nullable String kemLastResort) {}
}
