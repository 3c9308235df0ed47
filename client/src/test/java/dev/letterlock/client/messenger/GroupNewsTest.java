package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.Nobody;
import dev.letterlock.client.messenger.trust.KnownTitles;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a group while no server can be asked for anybody's devices. */
class GroupNewsTest {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final String TITLE = "breakfast";

  private final E1 e1 = new E1(Sodium.load());
  private final MemoryVault vault = new MemoryVault();
  private final SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1});
  private Works works;

  @BeforeEach
  void open() {
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    MessengerSettings settings = StoredProfile.settings(Nobody.url(), passphrase);
    works = Assembly.of(settings, e1, vault, new MessengerListener() {});
  }

  @AfterEach
  void close() {
    works.close();
  }

  @Test
  void isDraftedForAllDevicesOfWhomTheServerCannotShow() {
    UUID group = joinGroupWithBob();

    try (Transaction step = works.tools().begin()) {
      works.circles().changes().name(step, group, TITLE);
      List<OutboxEntry> drafted = new Sends(step).entries();

      assertThat(drafted).hasSize(1);
      assertThat(drafted.getFirst().draft().recipient()).isEqualTo(BOB);
      assertThat(drafted.getFirst().draft().only()).isEmpty();
      assertThat(ContentCodec.decode(content(drafted.getFirst())).body())
          .isInstanceOfSatisfying(
              ContentBody.GroupTitle.class,
              told -> {
                assertThat(told.group()).isEqualTo(group);
                assertThat(told.title()).isEqualTo(TITLE);
              });
    }
  }

  @Test
  void theNewestTitleCountsWheneverEachComes() {
    UUID group = joinGroupWithBob();
    try (Transaction step = works.tools().begin()) {
      KnownTitles titles = new KnownTitles(step, e1);
      assertThat(titles.of(group)).isEmpty();

      assertThat(titles.take(new ContentBody.GroupTitle(group, 7, "bread"))).isTrue();
      assertThat(titles.take(new ContentBody.GroupTitle(group, 6, "old"))).isFalse();
      assertThat(titles.take(new ContentBody.GroupTitle(group, 7, "apples"))).isFalse();
      assertThat(titles.take(new ContentBody.GroupTitle(group, 7, "cakes"))).isTrue();
      assertThat(titles.take(new ContentBody.GroupTitle(group, 7, "cakes"))).isFalse();

      assertThat(titles.of(group)).contains(new ContentBody.GroupTitle(group, 7, "cakes"));
      assertThat(titles.next(group, "dinner", 3).namedAt()).isEqualTo(8);
      assertThat(titles.next(group, "dinner", 30).namedAt()).isEqualTo(30);
    }
  }

  private static ByteBuffer content(OutboxEntry entry) {
    return ByteBuffer.wrap(entry.draft().content().toByteArray());
  }

  private UUID joinGroupWithBob() {
    try (Transaction step = works.tools().begin()) {
      var pins = new Peers(step, e1).pins(StoredProfile.USER).orElseThrow();
      GroupMember alice =
          new GroupMember(
              StoredProfile.USER, MemberRole.ADMIN, KeyFingerprint.of(e1, pins.accountKey()));
      GroupMember bob = new GroupMember(BOB, MemberRole.MEMBER, new KeyFingerprint(1, 2));
      GroupState first =
          GroupState.first(
              e1,
              works.tools().own().signingKey(),
              new GroupSigner(StoredProfile.USER, StoredProfile.DEVICE),
              Clock.systemUTC().millis(),
              new GroupRoster(0, List.of(alice, bob)));
      works.circles().book().join(step, first.group(), List.of(new DatedState(first, 1)));
      step.commit();
      return first.group();
    }
  }
}
