package dev.letterlock.client.messenger;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Links;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.link.LinkChannel;
import dev.letterlock.crypto.e2ee.link.LinkCode;
import dev.letterlock.crypto.e2ee.link.LinkParcel;
import dev.letterlock.crypto.e2ee.link.LinkRejectedException;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A new device that is linked by a code (docs/E2EE.md §2.10): show the {@link #code}, let a device
 * that holds the account's key {@link Account#answerLink} it, compare the {@link #digits} on both,
 * and {@link #complete}. Good for 5 minutes. Nothing of it is kept: begin another if this is cut
 * off. One thread; blocks for the server.
 */
public final class DeviceLink implements AutoCloseable {

  private static final String MADE_UP =
      "The server did not hand on what the other device said. Begin anew.";

  private final E1 e1;
  private final Links links;
  private final DeviceCert cert;
  private final X25519KeyPair key;
  private final LinkCode code;
  private final Consumer<LinkParcel> joining;
  private @Nullable LinkChannel channel;

  private DeviceLink(
      E1 e1, Links links, DeviceCert cert, X25519KeyPair key, Consumer<LinkParcel> joining) {
    this.e1 = e1;
    this.links = links;
    this.cert = cert;
    this.key = key;
    this.code = new LinkCode(UUID.randomUUID(), key.publicKey(), cert.certHash(e1));
    this.joining = joining;
  }

  /**
   * Opens a mailbox.
   *
   * @param joining enrols the device by what a parcel holds
   */
  static DeviceLink open(E1 e1, Links links, DeviceCert cert, Consumer<LinkParcel> joining) {
    X25519KeyPair key = e1.sodium().agreementKeyPair();
    DeviceLink link = new DeviceLink(e1, links, cert, key, joining);
    try {
      links.open(link.code.link(), cert);
    } catch (ApiException e) {
      link.close();
      throw Words.asException(e);
    }
    return link;
  }

  /**
   * What {@link Account#answerLink} wants; to be shown to nobody else.
   *
   * @return 83 bytes, in a fresh array
   */
  public byte[] code() {
    return code.encode();
  }

  /**
   * Six digits, as soon as the other device has read the code. If it shows others, somebody else
   * has read it: end this.
   *
   * @return empty while there is no answer: ask again in a second
   * @throws MessengerException if the code is not good any more, or the answer no good
   */
  public Optional<String> digits() {
    return speaking(() -> {
      if (channel == null) {
        X25519PublicKey ephemeral = links.read(code.link()).ephemeral();
        channel = ephemeral == null ? null : LinkChannel.ofNewDevice(e1, code, key, ephemeral);
      }
      return Optional.ofNullable(channel).map(LinkChannel::digits);
    });
  }

  /**
   * Enrols the device once the other one has let it in; afterwards the profile can be opened, and
   * holds the keys of contacts that the other device knew. Only after a person has found the {@link
   * #digits} to be the same.
   *
   * @return false while the other device has not said so: ask again in a second
   * @throws MessengerException if the answer does not let this device in, or the server refuses it
   */
  public boolean complete() {
    return speaking(() -> {
      if (channel == null) {
        throw new RefusedException("The digits have to be compared before.");
      }
      byte[] sealed = links.read(code.link()).sealed();
      if (sealed == null) {
        return false;
      }
      joining.accept(channel.open(sealed, cert));
      return true;
    });
  }

  private static <T> T speaking(Supplier<T> action) {
    try {
      return action.get();
    } catch (ApiException | RefusedException | LinkRejectedException e) {
      throw Words.asException(e);
    } catch (KeyRejectedException | IllegalArgumentException e) {
      throw new MessengerException(MADE_UP, e);
    }
  }

  @Override
  public void close() {
    key.close();
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
