package dev.letterlock.crypto.e2ee;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** The same randomness in every run, which says what was drawn of it. */
final class RecordingRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final transient SplittableRandom source;
  private final StringBuilder drawn = new StringBuilder();

  RecordingRandom(long seed) {
    this.source = new SplittableRandom(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
    drawn.append(HexFormat.of().formatHex(bytes));
  }

  byte[] draw(int size) {
    byte[] bytes = new byte[size];
    nextBytes(bytes);
    return bytes;
  }

  /** All that was drawn since the last call, in hex. */
  String takeAll() {
    String all = drawn.toString();
    drawn.setLength(0);
    return all;
  }
}
