package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.frame.client.Send;
import io.netty.buffer.ByteBuf;

/**
 * Tells whether a resubmitted Send has the bytes of the first time: 64 bits over everything after
 * the ref. Not cryptographic: a sender who makes two of his own messages collide only loses one.
 *
 * <p>Four independent lanes of multiply and rotate, eight bytes a step, as in xxHash64; read by
 * index, so that nothing is allocated.
 */
final class ContentHash {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;

  private ContentHash() {}

  static long of(Send send) {
    return of(send.buffer(), send.contentOffset(), send.contentLength(), send.flags());
  }

  static long of(ByteBuf buffer, int index, int length, long seed) {
    long a = seed + P1;
    long b = seed + P2;
    long c = seed;
    long d = seed - P1;
    int at = index;
    int end = index + length;
    for (; at + 32 <= end; at += 32) {
      a = round(a, buffer.getLongLE(at));
      b = round(b, buffer.getLongLE(at + 8));
      c = round(c, buffer.getLongLE(at + 16));
      d = round(d, buffer.getLongLE(at + 24));
    }
    long hash =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18)
            + length;
    for (; at + 8 <= end; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, buffer.getLongLE(at)), 27) * P1 + P3;
    }
    for (; at < end; at++) {
      hash = Long.rotateLeft(hash ^ buffer.getUnsignedByte(at) * P3, 11) * P1;
    }
    return avalanche(hash);
  }

  private static long round(long lane, long word) {
    return Long.rotateLeft(lane + word * P2, 31) * P1;
  }

  private static long avalanche(long hash) {
    long h = (hash ^ hash >>> 33) * P2;
    h = (h ^ h >>> 29) * P3;
    return h ^ h >>> 32;
  }
}
