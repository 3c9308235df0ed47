package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.charset.StandardCharsets;

/**
 * A state of a group that this device has signed and wants the server to put in force.
 *
 * @param title what a group that is made shall be called; empty for a change
 */
public record PlannedState(GroupState state, String title) {

  private static final int VERSION = 1;
  private static final int MOST_TITLE = 1 << 10;

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .block(state.encode())
          .block(title.getBytes(StandardCharsets.UTF_8))
          .toByteArray();
    }
  }

  static PlannedState decode(byte[] encoded) {
    StateReader in = new StateReader("planned state", encoded).version(VERSION);
    GroupState state = state(in);
    String title = new String(in.block(MOST_TITLE), StandardCharsets.UTF_8);
    in.end();
    return new PlannedState(state, title);
  }

  private static GroupState state(StateReader in) {
    try {
      return GroupState.parse(in.block(GroupState.MAX_SIZE));
    } catch (KeyRejectedException e) {
      throw in.badValue("state: none (expected: one that was signed here)");
    }
  }
}
