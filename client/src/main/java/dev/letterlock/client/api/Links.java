package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes through which a new device is linked (docs/openapi.yaml, {@code /v1/links}; docs/
 * E2EE.md §2.10). Nothing that comes back is verified here. Every call blocks and throws {@link
 * ApiException}; safe for any thread.
 */
public final class Links {

  private final ApiClient api;
  private final Supplier<String> token;

  private Links(ApiClient api, Supplier<String> token) {
    this.api = api;
    this.token = token;
  }

  /** As a device uses them that holds the account key. */
  public static Links of(ApiClient api, AccessTokens tokens) {
    return new Links(api, tokens::current);
  }

  /** As a device uses them that is about to be enrolled. */
  public static Links of(ApiClient api, Ticket ticket) {
    return new Links(api, ticket::enrolmentToken);
  }

  /** Opens a mailbox for 5 minutes; repeating it does no harm. */
  public void open(UUID link, DeviceCert certificate) {
    put("", link, "certificate", certificate.encode());
  }

  /** Puts eP in. Repeating it does no harm; the code {@code link_taken} if another is there. */
  public void putKey(UUID link, X25519PublicKey key) {
    put("/key", link, "key", key.toByteArray());
  }

  /** As {@link #putKey}, of the sealed parcel. */
  public void putParcel(UUID link, byte[] parcel) {
    put("/parcel", link, "parcel", parcel);
  }

  /**
   * What is in a mailbox by now.
   *
   * @throws ApiException with the code {@code unknown_link} where there is none of this account
   */
  public Mailbox read(UUID link) {
    return api.call(ApiCall.get(path(link), token.get()), Mailbox.class);
  }

  private void put(String part, UUID link, String name, byte[] bytes) {
    Map<String, String> body = Map.of(name, Base64Url.encode(bytes));
    api.run(new ApiCall("PUT", path(link) + part, body, token.get(), null));
  }

  private static String path(UUID link) {
    return "/v1/links/" + link;
  }

  /** What is in a mailbox, as it travels. */
  public record Mailbox(String certificate, @Nullable String key, @Nullable String parcel) {
    public Mailbox {
      requireNonNull(certificate, "certificate");
    }

    /**
     * The new device's.
     *
     * @throws dev.letterlock.crypto.primitive.KeyRejectedException or IllegalArgumentException if
     *     it is none
     */
    public DeviceCert deviceCert() {
      return DeviceCert.parse(Base64Url.decode(certificate));
    }

    /**
     * eP, or null while it is not there.
     *
     * @throws dev.letterlock.crypto.primitive.KeyRejectedException or IllegalArgumentException if
     *     it is none
     */
    public @Nullable X25519PublicKey ephemeral() {
      return key == null ? null : X25519PublicKey.of(Base64Url.decode(key));
    }

    /**
     * The sealed parcel, or null while it is not there.
     *
     * @throws IllegalArgumentException if it is no bytes
     */
    public byte @Nullable [] sealed() {
      return parcel == null ? null : Base64Url.decode(parcel);
    }
  }
}
