package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Seals the frames of one file, each a transaction (docs/E2EE.md §4): {@code length u32 of what
 * follows the prefix | check u32 | nonce 24 | AE(file key, nonce, index u64 || length, body)}. The
 * index, from 0, keeps frames in their order; the random nonce stays fresh even when a restored
 * copy of the file goes on from an old state. The check is CRC-32C of {@code length || index}: it
 * proves nothing, but tells a frame that was cut off from one that was damaged. Safe for any
 * thread; closing wipes the key.
 */
public final class FrameSeal implements AutoCloseable {

  /** Bytes of a file before its first frame. */
  public static final int HEAD_SIZE = VaultHead.SIZE;

  /** Bytes of a frame that give its length, with their check. */
  public static final int PREFIX_SIZE = 2 * Integer.BYTES;

  /** The longest frame, with its prefix. */
  public static final int MAX_FRAME = 32 << 20;

  private static final int NONCE_AT = PREFIX_SIZE;
  private static final int SEALED_AT = NONCE_AT + XChaCha20Poly1305.NONCE_SIZE;
  private static final int OVERHEAD = SEALED_AT + XChaCha20Poly1305.TAG_SIZE;
  private static final int BOUND_SIZE = Long.BYTES + Integer.BYTES;

  private final VaultTools tools;
  private final byte[] head;
  private final SecretBytes fileKey;

  FrameSeal(VaultTools tools, byte[] head, SecretBytes fileKey) {
    this.tools = tools;
    this.head = head.clone();
    this.fileKey = fileKey;
  }

  /** The head of the file, 109 bytes. */
  public byte[] head() {
    return head.clone();
  }

  /**
   * Seals one transaction.
   *
   * @param index of the frame in its file, from 0
   * @param generation that the transaction makes
   * @throws VaultException with {@link VaultFault#TOO_LARGE}
   */
  public byte[] seal(long index, long generation, VaultChanges changes) {
    int bodySize = FrameBody.size(changes);
    if (bodySize > MAX_FRAME - OVERHEAD) {
      throw new VaultException(
          VaultFault.TOO_LARGE, "changes: " + bodySize + " B (expected: less than 32 MiB)");
    }
    byte[] frame = new byte[OVERHEAD + bodySize];
    ByteBuffer out = ByteBuffer.wrap(frame);
    int length = frame.length - PREFIX_SIZE;
    out.putInt(length).putInt(check(length, index));
    out.put(tools.e1().sodium().randomBytes(XChaCha20Poly1305.NONCE_SIZE));
    FrameBody.write(generation, changes, out);
    MemorySegment whole = MemorySegment.ofArray(frame);
    tools
        .cipher()
        .seal(
            fileKey.revealView(),
            whole.asSlice(NONCE_AT, XChaCha20Poly1305.NONCE_SIZE),
            bound(index, length),
            whole.asSlice(SEALED_AT, bodySize),
            whole.asSlice(SEALED_AT));
    return frame;
  }

  /**
   * The length of a frame, prefix included, as its first eight bytes give it; -1 if they are no
   * prefix of the frame with this index.
   */
  public static int lengthOf(byte[] prefix, int offset, long index) {
    if (prefix.length - offset < PREFIX_SIZE) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(prefix, offset, PREFIX_SIZE);
    int length = in.getInt();
    boolean possible =
        length >= OVERHEAD - PREFIX_SIZE + FrameBody.MIN_SIZE && length <= MAX_FRAME - PREFIX_SIZE;
    return possible && in.getInt() == check(length, index) ? PREFIX_SIZE + length : -1;
  }

  /**
   * Opens one frame.
   *
   * @param frame whole, its prefix included
   * @throws VaultException with {@link VaultFault#DAMAGED}
   */
  public FrameBody open(long index, byte[] frame) {
    if (lengthOf(frame, 0, index) != frame.length) {
      throw damaged("frame: " + frame.length + " B (expected: a frame)");
    }
    byte[] body = new byte[frame.length - OVERHEAD];
    try {
      MemorySegment whole = MemorySegment.ofArray(frame);
      boolean good =
          tools
              .cipher()
              .open(
                  fileKey.revealView(),
                  whole.asSlice(NONCE_AT, XChaCha20Poly1305.NONCE_SIZE),
                  bound(index, ByteBuffer.wrap(frame).getInt()),
                  whole.asSlice(SEALED_AT),
                  MemorySegment.ofArray(body));
      if (!good) {
        throw damaged("frame " + index + ": tag (expected: authentic)");
      }
      return FrameBody.parse(body);
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private static int check(int length, long index) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(BOUND_SIZE).putInt(length).putLong(index).flip());
    return (int) crc.getValue();
  }

  private static MemorySegment bound(long index, int length) {
    return MemorySegment.ofArray(
        ByteBuffer.allocate(BOUND_SIZE).putLong(index).putInt(length).array());
  }

  private static VaultException damaged(String text) {
    return new VaultException(VaultFault.DAMAGED, text);
  }

  @Override
  public void close() {
    fileKey.close();
  }
}
