package dev.letterlock.client.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Masking keys of one event loop: unpredictable, as RFC 6455 §5.3 asks, and fetched a thousand at a
 * time so that a message does not pay for a call to the generator.
 */
final class MaskSource {

  private static final int KEYS = 1024;

  private final SecureRandom random;
  private final byte[] pool = new byte[KEYS * Integer.BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(pool);

  MaskSource(SecureRandom random) {
    this.random = random;
    view.position(view.capacity());
  }

  int next() {
    if (!view.hasRemaining()) {
      random.nextBytes(pool);
      view.clear();
    }
    return view.getInt();
  }
}
