package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A device's public keys, signed by itself; 162 bytes, docs/E2EE.md §2.2: {@code ver u8=1 | suite
 * u8 | user 16 | device u32 | reg u32 | DSK 32 | DHK 32 | created u64 ms | signature 64}.
 *
 * @param signingKey DSK, signs what this device publishes
 * @param agreementKey DHK, agrees keys with this device
 * @param created milliseconds since 1970
 */
public record DeviceCert(
    CipherSuite suite,
    DeviceAddress address,
    Ed25519PublicKey signingKey,
    X25519PublicKey agreementKey,
    long created,
    Signature signature) {

  public static final int SIZE = 162;

  private static final int SIGNED = SIZE - Signature.SIZE;
  private static final byte VERSION = 1;

  /**
   * Reads a certificate without judging its signature.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_VERSION},
   *     {@link KeyFault#BAD_SUITE} or {@link KeyFault#NON_CANONICAL_POINT}
   */
  public static DeviceCert parse(byte[] encoded) {
    StructureReader in = new StructureReader("device certificate", encoded).requireSize(SIZE);
    in.version1();
    return new DeviceCert(
        CipherSuite.of(in.u8()),
        DeviceAddress.read(in),
        in.signingKey(),
        in.agreementKey(),
        in.u64(),
        in.signature());
  }

  /** Makes and signs the certificate of a new device. */
  public static DeviceCert issue(
      E1 e1,
      Ed25519KeyPair signingKey,
      CipherSuite suite,
      DeviceAddress address,
      X25519PublicKey agreementKey,
      long created) {
    byte[] body = body(suite, address, signingKey.publicKey(), agreementKey, created);
    Signature signature = e1.sign(signingKey, Label.DEVICE_CERT_SIGNATURE, body);
    return new DeviceCert(suite, address, signingKey.publicKey(), agreementKey, created, signature);
  }

  /** All 162 bytes. */
  public byte[] encode() {
    byte[] body = body(suite, address, signingKey, agreementKey, created);
    ByteBuffer out = ByteBuffer.wrap(Arrays.copyOf(body, SIZE)).position(SIGNED);
    signature.writeTo(out);
    return out.array();
  }

  /**
   * Checks the device's own signature.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}
   */
  public void verify(E1 e1) {
    byte[] body = body(suite, address, signingKey, agreementKey, created);
    e1.requireSignature(signingKey, Label.DEVICE_CERT_SIGNATURE, signature, body);
  }

  /** What device lists name: {@code H("E1:cert", all 162 bytes)}. */
  public Hash32 certHash(E1 e1) {
    return e1.hash(Label.DEVICE_CERT_HASH, encode());
  }

  private static byte[] body(
      CipherSuite suite,
      DeviceAddress address,
      Ed25519PublicKey signingKey,
      X25519PublicKey agreementKey,
      long created) {
    ByteBuffer out = ByteBuffer.allocate(SIGNED);
    out.put(VERSION).put((byte) suite.code());
    address.writeTo(out);
    signingKey.writeTo(out);
    agreementKey.writeTo(out);
    return out.putLong(created).array();
  }
}
