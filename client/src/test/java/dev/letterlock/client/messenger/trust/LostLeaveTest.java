package dev.letterlock.client.messenger.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bob leaves a group, which Alice changes at the same time. */
class LostLeaveTest {

  private static final UUID ALICE = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID CAROL = new UUID(3, 3);

  private final E1 e1 = new E1(Sodium.load());
  private final Ed25519KeyPair key = e1.sodium().signingKeyPair();
  private final GroupState first =
      GroupState.first(e1, key, new GroupSigner(ALICE, 1), 1, roster(ALICE, BOB, CAROL));
  private final GroupState leave = next(BOB, ALICE, CAROL);
  private final GroupState removal = next(ALICE, ALICE, CAROL);
  private final GroupState otherRemoval = next(ALICE, ALICE, BOB);

  @Test
  void isExplainedToWhomHasHimOut() {
    assertThat(explains(removal, leave, BOB, CAROL)).isTrue();
    assertThat(explains(leave, leave, BOB, CAROL)).isTrue();
  }

  @Test
  void isExplainedToHimWhoLeft() {
    assertThat(explains(leave, removal, ALICE, BOB)).isTrue();
  }

  /** Some would write to him, and others not. */
  @Test
  void isNoExplanationAsLongAsSomebodyHasHimIn() {
    assertThat(explains(otherRemoval, leave, BOB, ALICE)).isFalse();
    assertThat(explains(leave, otherRemoval, ALICE, BOB)).isFalse();
  }

  /** Somebody else takes the leave for the state in force, or another state than the leave. */
  @Test
  void isNoExplanationOfWhatOthersTell() {
    assertThat(explains(removal, leave, CAROL, ALICE)).isFalse();
    assertThat(explains(leave, removal, ALICE, CAROL)).isFalse();
  }

  private boolean explains(GroupState known, GroupState told, UUID teller, UUID reader) {
    GroupView view = new GroupView(List.of(new DatedState(first, 1), new DatedState(known, 2)));
    return new LostLeave(view, told).explains(teller, reader);
  }

  private GroupState next(UUID signer, UUID... members) {
    return first.next(e1, key, new GroupSigner(signer, 1), 2, roster(members));
  }

  private static GroupRoster roster(UUID... members) {
    List<GroupMember> all =
        Stream.of(members)
            .map(user ->
                new GroupMember(
                    user,
                    user.equals(ALICE) ? MemberRole.ADMIN : MemberRole.MEMBER,
                    new KeyFingerprint(1, 2)))
            .toList();
    return new GroupRoster(0, all);
  }
}
