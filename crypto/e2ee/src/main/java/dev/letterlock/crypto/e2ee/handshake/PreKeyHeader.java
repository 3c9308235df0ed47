package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the records of a session until its first reply: docs/E2EE.md §2.4. Layout:
 * {@code u8=2 | suite u8 | spkId u32 | opkId u32 | kemId u32 | link u32 | EK 32 | [ct 1088]}, 50
 * bytes in suite 1 and 1,138 in suite 2.
 *
 * @param signedPreKeyId unsigned, not zero
 * @param oneTimePreKeyId unsigned, zero for none
 * @param kemPreKeyId unsigned, zero exactly in suite 1
 * @param link tag of the session that this one continues, zero for none
 * @param ephemeral EK
 * @param ciphertext present exactly in suite 2
 */
public record PreKeyHeader(
    CipherSuite suite,
    int signedPreKeyId,
    int oneTimePreKeyId,
    int kemPreKeyId,
    int link,
    X25519PublicKey ephemeral,
    @Nullable KemCiphertext ciphertext) {

  public static final int CLASSIC_SIZE = 50;
  public static final int HYBRID_SIZE = CLASSIC_SIZE + KemCiphertext.SIZE;

  private static final byte TYPE = 2;

  public PreKeyHeader {
    boolean hybrid = suite == CipherSuite.HYBRID;
    if (signedPreKeyId == 0 || hybrid != (kemPreKeyId != 0) || hybrid != (ciphertext != null)) {
      throw new OpenRejectedException(
          OpenFault.UNKNOWN_PRE_KEY, "pre-key header: ids (expected: those that the suite needs)");
    }
  }

  /** The length of the header of one suite. */
  public static int size(CipherSuite suite) {
    return switch (suite) {
      case CLASSIC -> CLASSIC_SIZE;
      case HYBRID -> HYBRID_SIZE;
    };
  }

  /**
   * Reads a header alone, without the record behind it.
   *
   * @throws OpenRejectedException with {@link OpenFault#BAD_LENGTH}, {@link OpenFault#BAD_VERSION},
   *     {@link OpenFault#SUITE_REFUSED} or {@link OpenFault#UNKNOWN_PRE_KEY}
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if EK is not canonical
   */
  public static PreKeyHeader parse(byte[] header) {
    CipherSuite suite = suiteOfSize(header.length);
    ByteBuffer in = ByteBuffer.wrap(header);
    byte type = in.get();
    if (type != TYPE) {
      throw new OpenRejectedException(
          OpenFault.BAD_VERSION, "pre-key header type: " + type + " (expected: 2)");
    }
    int code = in.get();
    if (code != suite.code()) {
      throw new OpenRejectedException(
          OpenFault.SUITE_REFUSED, "suite: " + code + " (expected: " + suite.code() + ")");
    }
    int signedPreKeyId = in.getInt();
    int oneTimePreKeyId = in.getInt();
    int kemPreKeyId = in.getInt();
    int link = in.getInt();
    X25519PublicKey ephemeral = X25519PublicKey.of(take(in, X25519PublicKey.SIZE));
    KemCiphertext ciphertext =
        suite == CipherSuite.HYBRID ? KemCiphertext.of(take(in, KemCiphertext.SIZE)) : null;
    return new PreKeyHeader(
        suite, signedPreKeyId, oneTimePreKeyId, kemPreKeyId, link, ephemeral, ciphertext);
  }

  /** 50 or 1,138 bytes. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(size(suite));
    out.put(TYPE).put((byte) suite.code());
    out.putInt(signedPreKeyId).putInt(oneTimePreKeyId).putInt(kemPreKeyId).putInt(link);
    ephemeral.writeTo(out);
    if (ciphertext != null) {
      ciphertext.octets().writeTo(out);
    }
    return out.array();
  }

  private static CipherSuite suiteOfSize(int size) {
    return switch (size) {
      case CLASSIC_SIZE -> CipherSuite.CLASSIC;
      case HYBRID_SIZE -> CipherSuite.HYBRID;
      default ->
          throw new OpenRejectedException(
              OpenFault.BAD_LENGTH, "pre-key header: " + size + " B (expected: 50 or 1138)");
    };
  }

  private static byte[] take(ByteBuffer in, int size) {
    byte[] field = new byte[size];
    in.get(field);
    return field;
  }
}
