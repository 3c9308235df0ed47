package dev.letterlock.crypto.e2ee.session;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Randomness that is the same in every run. */
public final class SeededRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final transient SplittableRandom source;

  public SeededRandom(long seed) {
    this.source = new SplittableRandom(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }
}
