package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * ctx, the 241 bytes that tie a handshake to all its public parts: docs/E2EE.md §2.4. Layout:
 * {@code suite u8 | certHash_A 32 | certHash_B 32 | EK 32 | spkId u32 | SPK 32 | opkId u32 | OPK 32
 * | kemId u32 | H(ek) 32 | H(ct) 32 | link u32}, with zeros for what is absent.
 */
record HandshakeContext(PreKeyHeader header, Hash32 initiator, Hash32 responder) {

  static final int SIZE = 241;

  byte[] encode(E1 e1, ResponderKeys keys) {
    ByteBuffer out = ByteBuffer.allocate(SIZE).put((byte) header.suite().code());
    initiator.writeTo(out);
    responder.writeTo(out);
    header.ephemeral().writeTo(out);
    keys.signedPreKey().writeTo(out.putInt(header.signedPreKeyId()));
    out.putInt(header.oneTimePreKeyId());
    X25519PublicKey oneTime = keys.oneTimePreKey();
    if (oneTime == null) {
      out.put(new byte[X25519PublicKey.SIZE]);
    } else {
      oneTime.writeTo(out);
    }
    KemPublicKey kem = keys.kemPreKey();
    KemCiphertext ciphertext = header.ciphertext();
    out.putInt(header.kemPreKeyId());
    hash(e1, Label.KEM_KEY_HASH, kem == null ? null : kem.octets()).writeTo(out);
    hash(e1, Label.KEM_CIPHERTEXT_HASH, ciphertext == null ? null : ciphertext.octets())
        .writeTo(out);
    return out.putInt(header.link()).array();
  }

  private static Hash32 hash(E1 e1, Label label, @Nullable Octets value) {
    return value == null ? Hash32.ZERO : e1.hash(label, value.toByteArray());
  }
}
