package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Interim, for the load harness until the Double Ratchet exists: real 93-byte records between two
 * devices under a key agreed once from their device keys. It has neither forward secrecy nor
 * healing nor replay protection, so it must carry nothing that matters.
 *
 * <p>{@code root = KDF(DH, "E1:static-root", smaller DHK || larger DHK, 32)}, {@code SID =
 * KDF(root, "E1:static-sid", "", 16)}, {@code MK(n) = KDF(root, "E1:static-mk", sender's DHK || n
 * u32, 32)}; the header holds the sender's DHK, pn = 0 and n counting from 0. Wrapping belongs to
 * one thread at a time; unwrapping is safe for any thread.
 */
public final class StaticPair implements AutoCloseable {

  private static final int SECRET_SIZE = 32;
  private static final int SID_SIZE = 16;

  private final E1 e1;
  private final RecordWrap records;
  private final X25519PublicKey own;
  private final X25519PublicKey peer;
  private final SecretBytes root;
  private final int tag;
  private int sent;

  /**
   * Agrees the key; about 30 microseconds.
   *
   * @throws KeyRejectedException with {@link KeyFault#LOW_ORDER_POINT}
   */
  public StaticPair(E1 e1, RecordWrap records, X25519KeyPair own, X25519PublicKey peer) {
    this.e1 = e1;
    this.records = records;
    this.own = own.publicKey();
    this.peer = peer;
    this.root = root(e1, own, peer);
    this.tag = tag(e1, root);
  }

  /**
   * Wraps a slice's key for the peer.
   *
   * @return 93 bytes
   */
  public byte[] wrap(Hash32 payloadHash, SecretBytes cek) {
    RecordHeader header = new RecordHeader(tag, own, 0, sent++);
    try (SecretBytes messageKey = messageKey(own, header.count())) {
      return records.wrap(messageKey, header, payloadHash, cek);
    }
  }

  /**
   * Unwraps the key of a slice from the peer.
   *
   * @return the 32-byte CEK
   * @throws OpenRejectedException with {@link OpenFault#WRONG_SESSION} or as {@link
   *     RecordWrap#unwrap}
   */
  public SecretBytes unwrap(byte[] record, Hash32 payloadHash) {
    RecordHeader header = RecordHeader.parse(record);
    if (header.tag() != tag || !header.dh().equals(peer)) {
      throw new OpenRejectedException(
          OpenFault.WRONG_SESSION, "record: tag or sender (expected: those of this pair)");
    }
    try (SecretBytes messageKey = messageKey(peer, header.count())) {
      return records.unwrap(messageKey, record, payloadHash);
    }
  }

  private SecretBytes messageKey(X25519PublicKey sender, int count) {
    ByteBuffer input = ByteBuffer.allocate(X25519PublicKey.SIZE + Integer.BYTES);
    sender.writeTo(input);
    return e1.kdf(root, Label.STATIC_PAIR_KEY, SECRET_SIZE, input.putInt(count).array());
  }

  private static SecretBytes root(E1 e1, X25519KeyPair own, X25519PublicKey peer) {
    byte[] mine = own.publicKey().toByteArray();
    byte[] theirs = peer.toByteArray();
    boolean ordered = Arrays.compareUnsigned(mine, theirs) <= 0;
    try (SecretBytes shared = e1.sodium().agree(own.secretKey(), peer)) {
      return e1.kdf(
          shared,
          Label.STATIC_PAIR_ROOT,
          SECRET_SIZE,
          ordered ? mine : theirs,
          ordered ? theirs : mine);
    }
  }

  private static int tag(E1 e1, SecretBytes root) {
    try (SecretBytes sid = e1.kdf(root, Label.STATIC_PAIR_SID, SID_SIZE)) {
      return sid.revealView().asByteBuffer().getInt();
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
