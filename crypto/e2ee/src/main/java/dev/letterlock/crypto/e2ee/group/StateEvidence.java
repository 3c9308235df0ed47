package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.CryptoException;

/**
 * Two signed states of one group and epoch, of which only one can be honest: docs/E2EE.md §2.8.
 * Encoded as {@code u8=1 | u32 length | state | u32 length | state}, both states with their
 * signatures.
 *
 * @param known the state that was verified first
 * @param other the state that was told later
 */
public record StateEvidence(GroupState known, GroupState other) {

  private static final int VERSION = 1;

  /**
   * Reads what {@link #encode} wrote, without judging it.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is malformed
   */
  public static StateEvidence decode(byte[] encoded) {
    StateReader in = new StateReader("state evidence", encoded).version(VERSION);
    StateEvidence evidence = new StateEvidence(state(in), state(in));
    in.end();
    return evidence;
  }

  /** All bytes, to be exported. */
  public byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION).block(known.encode()).block(other.encode()).toByteArray();
    }
  }

  /** Whether the two contradict each other; their signatures are for those who know the devices. */
  public boolean contradicts(E1 e1) {
    return known.group().equals(other.group())
        && known.epoch() == other.epoch()
        && !known.stateHash(e1).equals(other.stateHash(e1));
  }

  private static GroupState state(StateReader in) {
    byte[] encoded = in.block(GroupState.MAX_SIZE);
    try {
      return GroupState.parse(encoded);
    } catch (CryptoException e) {
      throw in.badValue("group state: malformed (expected: as it was stored)");
    }
  }
}
