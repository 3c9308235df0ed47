package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The receiver's first ratchet step of docs/E2EE.md §2.5, from the root key of the vectors: {@code
 * CK = KDF(RK, "E1:ratchet", DH(SPK, dh), 64)[32..]}, {@code MK = KDF(CK, "E1:chain", "",
 * 64)[32..]}.
 */
final class VectorRatchet {

  private VectorRatchet() {}

  static SecretBytes firstMessageKey(E1 e1, String session) {
    X25519PublicKey dh = RecordHeader.parse(Vectors.bytes("/" + session + "/rec")).dh();
    byte[] shared = e1.sodium().agree(Vectors.secret("/keys/spk/sk"), dh).revealCopy();
    SecretBytes chain = upperHalf(e1, Vectors.secret("/" + session + "/rk"), "E1:ratchet", shared);
    return upperHalf(e1, chain, "E1:chain", new byte[0]);
  }

  private static SecretBytes upperHalf(E1 e1, SecretBytes key, String label, byte[] input) {
    byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[1 + ascii.length + input.length];
    message[0] = (byte) ascii.length;
    System.arraycopy(ascii, 0, message, 1, ascii.length);
    System.arraycopy(input, 0, message, 1 + ascii.length, input.length);
    byte[] both = e1.sodium().keyedHash(key, message, 64).revealCopy();
    return SecretBytes.copyOf(Arrays.copyOfRange(both, 32, 64));
  }
}
