package dev.letterlock.crypto.e2ee;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Serves exactly the bytes that it was given, and fails when there are none. */
public final class ScriptedRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private transient ByteBuffer script = ByteBuffer.allocate(0);

  /** Adds to what is served. */
  public void serve(byte[] bytes) {
    script = ByteBuffer.allocate(script.remaining() + bytes.length).put(script).put(bytes).flip();
  }

  boolean isSpent() {
    return !script.hasRemaining();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    script.get(bytes);
  }
}
