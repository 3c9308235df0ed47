package dev.letterlock.crypto.e2ee.link;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;

/**
 * What the two devices of one linking share once the first has read the code and the new one has
 * the first's key eP (docs/E2EE.md §2.10): {@code transcript = linkId | LK | eP | certHash}, 112
 * bytes; {@code SAS} = the first 4 bytes of {@code KDF(DH(eP, LK), "E1:sas", transcript, 16)}
 * modulo a million; the parcel under {@code KDF(DH(eP, LK), "E1:link", transcript, 32)}. Nobody who
 * has not seen the code can make it, the server least of all; who has seen it is found out by the
 * digits. Holds a secret until it is closed. One thread.
 */
public final class LinkChannel implements AutoCloseable {

  /** The most bytes that the mailbox takes. */
  public static final int MAX_SEALED = 64 << 10;

  /** Bytes of a sealed parcel beside the parcel itself: the nonce before it, the tag behind. */
  static final int OVERHEAD = XChaCha20Poly1305.NONCE_SIZE + XChaCha20Poly1305.TAG_SIZE;

  private static final int NONCE_SIZE = XChaCha20Poly1305.NONCE_SIZE;
  private static final int TRANSCRIPT_SIZE = Uuids.SIZE + 2 * X25519PublicKey.SIZE + Hash32.SIZE;
  private static final int SAS_SIZE = 16;
  private static final long A_MILLION = 1_000_000;

  private final E1 e1;
  private final LinkCode code;
  private final byte[] transcript;
  private final SecretBytes agreed;

  private LinkChannel(E1 e1, LinkCode code, X25519PublicKey ephemeral, SecretBytes agreed) {
    this.e1 = e1;
    this.code = code;
    this.transcript = transcript(code, ephemeral);
    this.agreed = agreed;
  }

  /**
   * The end of the device that has read the code.
   *
   * @param user of this account
   * @param cert what the mailbox holds of the new device
   * @param ephemeral eP, fresh, stays the caller's
   * @throws LinkRejectedException with {@link LinkFault#OTHER_DEVICE}, {@link
   *     LinkFault#BAD_CERTIFICATE} or {@link LinkFault#BAD_KEY}
   */
  public static LinkChannel ofFirstDevice(
      E1 e1, UUID user, LinkCode code, DeviceCert cert, X25519KeyPair ephemeral) {
    requireNamed(e1, code, cert);
    requireRight(e1, user, cert);
    SecretBytes agreed = agree(e1, ephemeral, code.key());
    return new LinkChannel(e1, code, ephemeral.publicKey(), agreed);
  }

  /**
   * The end of the new device.
   *
   * @param code its own
   * @param key LK with its secret, stays the caller's
   * @param ephemeral eP, from the mailbox
   * @throws LinkRejectedException with {@link LinkFault#BAD_KEY}
   */
  public static LinkChannel ofNewDevice(
      E1 e1, LinkCode code, X25519KeyPair key, X25519PublicKey ephemeral) {
    return new LinkChannel(e1, code, ephemeral, agree(e1, key, ephemeral));
  }

  /** Six digits that a person finds the same on both devices, or does not go on. */
  public String digits() {
    try (SecretBytes sas = e1.kdf(agreed, Label.LINK_DIGITS, SAS_SIZE, transcript)) {
      int first = sas.revealView().asByteBuffer().getInt();
      long digits = Integer.toUnsignedLong(first) % A_MILLION;
      return String.format(Locale.ROOT, "%06d", digits);
    }
  }

  /** {@code nonce 24 | AE}, at most 64 KiB, under a fresh nonce. */
  public byte[] seal(LinkParcel parcel) {
    return seal(parcel, e1.sodium().randomBytes(NONCE_SIZE));
  }

  /** As above under a given nonce, for the test vectors. */
  byte[] seal(LinkParcel parcel, byte[] nonce) {
    byte[] content = parcel.encode();
    if (content.length > LinkParcel.MAX_SIZE) {
      throw new IllegalArgumentException(
          "parcel: " + content.length + " B (expected: at most " + LinkParcel.MAX_SIZE + ")");
    }
    byte[] sealed = new byte[OVERHEAD + content.length];
    System.arraycopy(nonce, 0, sealed, 0, NONCE_SIZE);
    MemorySegment whole = MemorySegment.ofArray(sealed);
    try (SecretBytes key = parcelKey()) {
      cipher()
          .seal(
              key.revealView(),
              whole.asSlice(0, NONCE_SIZE),
              MemorySegment.NULL,
              MemorySegment.ofArray(content),
              whole.asSlice(NONCE_SIZE));
    }
    return sealed;
  }

  /**
   * Opens what came for this device, and judges whether it lets it in.
   *
   * @param cert this device's own
   * @throws LinkRejectedException with {@link LinkFault#NOT_AUTHENTIC}, {@link
   *     LinkFault#BAD_PARCEL} or {@link LinkFault#NOT_ADMITTED}
   */
  public LinkParcel open(byte[] sealed, DeviceCert cert) {
    LinkParcel parcel = LinkParcel.parse(opened(sealed));
    requireAdmitted(parcel, cert);
    return parcel;
  }

  private byte[] opened(byte[] sealed) {
    if (sealed.length < OVERHEAD || sealed.length > MAX_SEALED) {
      throw notAuthentic(sealed.length + " B");
    }
    byte[] content = new byte[sealed.length - OVERHEAD];
    MemorySegment whole = MemorySegment.ofArray(sealed);
    try (SecretBytes key = parcelKey()) {
      boolean authentic =
          cipher()
              .open(
                  key.revealView(),
                  whole.asSlice(0, NONCE_SIZE),
                  MemorySegment.NULL,
                  whole.asSlice(NONCE_SIZE),
                  MemorySegment.ofArray(content));
      if (!authentic) {
        throw notAuthentic("tag");
      }
    }
    return content;
  }

  private void requireAdmitted(LinkParcel parcel, DeviceCert cert) {
    boolean own = parcel.list().user().equals(cert.address().user());
    boolean named =
        parcel.list().entries().stream()
            .anyMatch(entry -> entry.certHash().equals(code.certHash()));
    if (!own || !named) {
      throw new LinkRejectedException(
          LinkFault.NOT_ADMITTED, "list: of others (expected: one that names this device)");
    }
    try {
      parcel.list().verify(e1);
    } catch (KeyRejectedException e) {
      throw new LinkRejectedException(
          LinkFault.NOT_ADMITTED, "list: signature (expected: one that verifies)");
    }
  }

  @Override
  public void close() {
    agreed.close();
  }

  private SecretBytes parcelKey() {
    return e1.kdf(agreed, Label.LINK_PARCEL, XChaCha20Poly1305.KEY_SIZE, transcript);
  }

  private XChaCha20Poly1305 cipher() {
    return new XChaCha20Poly1305(e1.sodium());
  }

  private static void requireNamed(E1 e1, LinkCode code, DeviceCert cert) {
    if (!cert.certHash(e1).equals(code.certHash())) {
      throw new LinkRejectedException(
          LinkFault.OTHER_DEVICE, "certificate: another (expected: that of the code)");
    }
  }

  private static void requireRight(E1 e1, UUID user, DeviceCert cert) {
    if (!cert.address().user().equals(user)) {
      throw new LinkRejectedException(
          LinkFault.BAD_CERTIFICATE, "certificate: of another user (expected: of this account)");
    }
    try {
      cert.verify(e1);
    } catch (KeyRejectedException e) {
      throw new LinkRejectedException(
          LinkFault.BAD_CERTIFICATE, "certificate: " + e.fault() + " (expected: a good one)");
    }
  }

  private static SecretBytes agree(E1 e1, X25519KeyPair own, X25519PublicKey peer) {
    try {
      return e1.sodium().agree(own.secretKey(), peer);
    } catch (KeyRejectedException e) {
      throw new LinkRejectedException(
          LinkFault.BAD_KEY, "key: " + e.fault() + " (expected: one to agree with)");
    }
  }

  private static byte[] transcript(LinkCode code, X25519PublicKey ephemeral) {
    ByteBuffer out = Uuids.write(ByteBuffer.allocate(TRANSCRIPT_SIZE), code.link());
    code.key().writeTo(out);
    ephemeral.writeTo(out);
    code.certHash().writeTo(out);
    return out.array();
  }

  private static LinkRejectedException notAuthentic(String found) {
    return new LinkRejectedException(
        LinkFault.NOT_AUTHENTIC, "parcel: " + found + " (expected: that of the agreed key)");
  }
}
