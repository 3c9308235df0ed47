package dev.letterlock.testing;

/**
 * How often a test repeats what chance decides: usually as often as is needed to see it at work,
 * and many times that in the long form, {@code mvn verify -Plong}.
 */
public final class Rounds {
  private static final int TIMES = Integer.getInteger("letterlock.rounds", 1);

  private Rounds() {}

  /** The number of rounds of this run. */
  public static int of(int usual) {
    return usual * TIMES;
  }
}
