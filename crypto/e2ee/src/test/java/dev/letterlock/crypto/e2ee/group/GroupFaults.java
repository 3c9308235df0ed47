package dev.letterlock.crypto.e2ee.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** That something of a group is refused, and why. */
final class GroupFaults {

  private GroupFaults() {}

  static void assertRejected(GroupFault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GroupRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .message()
        .startsWith(fault + ": ")
        .contains("(expected: ");
  }
}
