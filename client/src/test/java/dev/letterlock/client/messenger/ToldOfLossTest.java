package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.receiving.Letter;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What does not reach a person is told, and what was told is kept. */
class ToldOfLossTest extends InboxCase {

  private static final int MOST_OF_ONE = 100;
  private static final Octets NOTHING = Octets.of(new byte[0]);

  @Test
  void tellsOfMessagesThatExpiredAtTheServer() {
    Cursor upTo = new Cursor(1, 3);
    gap(new Gap(PLACE, upTo, Gap.Reason.EXPIRED));
    gap(new Gap(new Cursor(1, 4), new Cursor(1, 9), Gap.Reason.COLLAPSED));

    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices)
        .extracting(Notice::text)
        .containsExactly(
            "3 messages to this device waited longer than the server keeps them: thrown away"
                + " unread.");
    assertThat(stored()).isEqualTo(new Cursor(1, 9));
  }

  @Test
  void keepsWhatAPersonWasToldOverARestart() {
    take(unreadable());
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    Notice told = notices.remove();
    works.close();
    works = Assembly.of(settings(), e1, vault, this);

    try (Transaction step = works.tools().begin()) {
      assertThat(works.talk().history().notices(step, works.tools().conversationWith(BOB)))
          .singleElement()
          .satisfies(kept -> {
            assertThat(kept.notice()).isEqualTo(told);
            assertThat(kept.unread()).isTrue();
            assertThat(kept.after()).isZero();
          });
    }
  }

  @Test
  void tellsThatAProfileIsAnOlderCopyOfItself() {
    works.close();
    try (Transaction step = new Transaction(vault)) {
      new Notices(step).oweRestored(Restored.YES);
      step.commit();
    }

    works = Assembly.of(settings(), e1, vault, this);

    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices.remove().text()).startsWith("This profile is an older copy of itself");
  }

  @Test
  void tellsOfAMessageOfAGroupThatFindsNoRoomToWaitForItsKey() {
    UUID group = group();
    try (Transaction step = works.tools().begin()) {
      Groups groups = new Groups(step, e1);
      for (int number = 0; number < MOST_OF_ONE; number++) {
        assertThat(groups.hold(held(group, number))).isTrue();
      }
      step.commit();
    }

    take(ofGroup(group));

    assertThat(stored()).isEqualTo(PLACE);
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    Notice told = notices.remove();
    assertThat(told.conversation()).isEqualTo(group);
    assertThat(told.text())
        .isEqualTo("A message of bob was dropped, as too many wait for the keys that open them.");
  }

  private void gap(Gap gap) {
    works
        .desk()
        .call(() -> {
          works.talk().arrivals().takeGap(gap);
          return true;
        });
  }

  /** Of Alice and Bob, as it was verified before. */
  private UUID group() {
    try (Transaction step = works.tools().begin()) {
      Peers peers = new Peers(step, e1);
      List<GroupMember> members =
          Stream.of(StoredProfile.USER, BOB)
              .map(user -> {
                var key = peers.pins(user).orElseThrow().accountKey();
                return new GroupMember(user, MemberRole.ADMIN, KeyFingerprint.of(e1, key));
              })
              .toList();
      GroupState state =
          GroupState.first(
              e1,
              works.tools().own().signingKey(),
              new GroupSigner(StoredProfile.USER, StoredProfile.DEVICE),
              1,
              new GroupRoster(0, members));
      new Groups(step, e1).putView(new GroupView(List.of(new DatedState(state, 0))));
      step.commit();
      return state.group();
    }
  }

  private static KeptLetter held(UUID group, int number) {
    return new KeptLetter(
        BOBS_PHONE, group, new UUID(7, number), 1, false, NOTHING, Octets.of(new byte[422]));
  }

  /** Under a key that has not come. */
  private static Letter ofGroup(UUID group) {
    byte[] message =
        ByteBuffer.allocate(422)
            .put((byte) 2)
            .putLong(group.getMostSignificantBits())
            .putLong(group.getLeastSignificantBits())
            .putInt(GroupState.FIRST_EPOCH)
            .putInt(9)
            .array();
    return new Letter(
        PLACE,
        BOBS_PHONE,
        group,
        UUID.fromString("0190a000-0000-7000-8000-0000000000ab"),
        1,
        false,
        new Letter.Content(NOTHING, Octets.of(message)));
  }
}
