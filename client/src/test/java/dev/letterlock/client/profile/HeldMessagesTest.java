package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Messages to a group that wait for their senders' keys. */
class HeldMessagesTest {
  private static final int MOST = 500;
  private static final int MOST_OF_ONE = 100;
  private static final UUID GROUP = new UUID(4, 5);
  private static final DeviceAddress BOB = new DeviceAddress(UserId.of(new UUID(1, 2)), 3);
  private static final DeviceAddress CAROL = new DeviceAddress(UserId.of(new UUID(1, 3)), 3);

  private final Transaction step = new Transaction(new MemoryVault());
  private final Groups groups = new Groups(step, new E1(Sodium.load()));

  /** Or a member could make another one's message vanish by sending one under its id. */
  @Test
  void holdsMessagesOfSeveralMembersUnderOneId() {
    groups.hold(letter(BOB, 7));
    groups.hold(letter(CAROL, 7));

    assertThat(groups.takeHeld(GROUP, BOB)).containsExactly(letter(BOB, 7));
    assertThat(groups.isHeld(letter(BOB, 7))).isFalse();
    assertThat(groups.held()).containsExactly(letter(CAROL, 7));
  }

  @Test
  void givesNothingUpToMakeRoom() {
    for (int number = 0; number < MOST; number++) {
      assertThat(groups.hold(letter(member(number / MOST_OF_ONE), number))).isTrue();
    }

    assertThat(groups.hold(letter(CAROL, MOST))).isFalse();
    assertThat(groups.held()).hasSize(MOST).contains(letter(member(0), 0));
  }

  @Test
  void hasRoomForOthersWhenOneMemberTakesAllThatIsHis() {
    DeviceAddress othersOfBob = new DeviceAddress(BOB.user(), 99);
    for (int number = 0; number < MOST_OF_ONE; number++) {
      assertThat(groups.hold(letter(number % 2 == 0 ? BOB : othersOfBob, number))).isTrue();
    }

    assertThat(groups.hold(letter(BOB, MOST))).isFalse();
    assertThat(groups.hold(letter(othersOfBob, MOST))).isFalse();
    assertThat(groups.hold(letter(CAROL, MOST))).isTrue();
  }

  private static DeviceAddress member(int number) {
    return new DeviceAddress(UserId.of(new UUID(8, number)), 1);
  }

  private static KeptLetter letter(DeviceAddress author, int number) {
    return new KeptLetter(
        author,
        GROUP,
        new UUID(6, number),
        number * 1_000_000_000_000L,
        false,
        Octets.of(new byte[0]),
        Octets.of(new byte[] {1, 2, 3}));
  }
}
