package dev.letterlock.loadtest.peer;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.RecordWrap;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands in for a session in the load test: real 93-byte records (docs/E2EE.md §2.5) between
 * two devices under a key agreed once from their device keys, so that the harness spends its time
 * on the server and keeps no state. It has neither forward secrecy nor healing nor replay
 * protection, and no client knows it.
 *
 * <p>{@code root = KDF(DH, "load:root", smaller DHK || larger DHK, 32)}, {@code SID = KDF(root,
 * "load:sid", "", 16)}, {@code MK(n) = KDF(root, "load:mk", sender's DHK || n u32, 32)}; the header
 * holds the sender's DHK, pn = 0 and n counting from 0. Wrapping belongs to one thread at a time;
 * unwrapping is safe for any thread.
 */
final class StaticPair implements AutoCloseable {

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
  StaticPair(E1 e1, RecordWrap records, X25519KeyPair own, X25519PublicKey peer) {
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
  byte[] wrap(Hash32 payloadHash, SecretBytes cek) {
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
  SecretBytes unwrap(byte[] record, Hash32 payloadHash) {
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
    return kdf(e1, root, "load:mk", SECRET_SIZE, input.putInt(count).array());
  }

  private static SecretBytes root(E1 e1, X25519KeyPair own, X25519PublicKey peer) {
    byte[] mine = own.publicKey().toByteArray();
    byte[] theirs = peer.toByteArray();
    boolean ordered = Arrays.compareUnsigned(mine, theirs) <= 0;
    try (SecretBytes shared = e1.sodium().agree(own.secretKey(), peer)) {
      return kdf(
          e1, shared, "load:root", SECRET_SIZE, ordered ? mine : theirs, ordered ? theirs : mine);
    }
  }

  private static int tag(E1 e1, SecretBytes root) {
    try (SecretBytes sid = kdf(e1, root, "load:sid", SID_SIZE)) {
      return sid.revealView().asByteBuffer().getInt();
    }
  }

  /** KDF under labels that are none of E1's: theirs begin with "E1:". */
  private static SecretBytes kdf(
      E1 e1, SecretBytes key, String label, int length, byte[]... parts) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(label.length());
    message.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      message.writeBytes(part);
    }
    return e1.sodium().keyedHash(key, message.toByteArray(), length);
  }

  @Override
  public void close() {
    root.close();
  }
}
