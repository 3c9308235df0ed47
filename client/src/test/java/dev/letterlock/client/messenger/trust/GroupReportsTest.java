package dev.letterlock.client.messenger.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.Nobody;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Sodium;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice, an admin, and Bob are in a group, of which she verifies a newer state. */
class GroupReportsTest implements MessengerListener {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final E1 e1 = new E1(Sodium.load());
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final KeyFingerprint old = new KeyFingerprint(1, 2);
  private KeyFingerprint pinned = old;
  private ApiClient api;
  private Audience audience;
  private Tools tools;
  private GroupReports reports;

  @BeforeEach
  void start() {
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    tools = StoredProfile.tools(e1, vault, Clock.systemUTC());
    api = new ApiClient(Nobody.url(), e1);
    audience = new Audience(this, tools);
    Contacts contacts =
        new Contacts(
            tools,
            StoredProfile.directory(api, Clock.systemUTC()),
            new PinReports(tools, audience));
    reports = new GroupReports(tools, contacts, audience);
    meetBob();
  }

  @AfterEach
  void stop() {
    api.close();
    audience.close();
    tools.close();
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Test
  void tellsThatAKeyWasReplacedByOneThatItVouchesFor() {
    changed(0, bob(MemberRole.MEMBER, old), 0, bob(MemberRole.MEMBER, pinned));

    awaitTold(
        Kind.REMARK, "In the group the identity key of bob is a new one now, signed by the old.");
  }

  @Test
  void warnsOfAKeyThatTheOneBeforeDoesNotVouchFor() {
    changed(0, bob(MemberRole.MEMBER, new KeyFingerprint(3, 4)), 0, bob(MemberRole.MEMBER, pinned));

    awaitTold(
        Kind.ALARM,
        "In the group the identity key of bob was replaced by one that is not known to be signed by"
            + " the old. Either bob began anew, or somebody has taken the place of bob. Compare the"
            + " safety number before you write there.");
  }

  @Test
  void tellsWhoIsAnAdminNoMore() {
    changed(0, bob(MemberRole.ADMIN, pinned), 0, bob(MemberRole.MEMBER, pinned));

    awaitTold(Kind.REMARK, "bob is no admin of the group any more.");
  }

  @Test
  void tellsWhoMayTakeOthersIn() {
    GroupMember bob = bob(MemberRole.MEMBER, pinned);
    changed(0, bob, GroupRoster.MEMBERS_MAY_ADD, bob);
    awaitTold(Kind.REMARK, "Every member may take others into the group now.");

    changed(GroupRoster.MEMBERS_MAY_ADD, bob, 0, bob);
    awaitTold(Kind.REMARK, "Nobody but an admin may take others into the group now.");
  }

  @Test
  void tellsNothingOfTheSameMembersSignedAnew() {
    GroupMember bob = bob(MemberRole.MEMBER, pinned);
    changed(0, bob, 0, bob);
    changed(0, bob, GroupRoster.MEMBERS_MAY_ADD, bob);

    awaitTold(Kind.REMARK, "Every member may take others into the group now.");
  }

  private void awaitTold(Kind kind, String sentence) {
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    assertThat(notices).extracting(Notice::kind).containsExactly(kind);
    assertThat(notices.remove().text()).isEqualTo(sentence);
  }

  private void changed(int policyBefore, GroupMember before, int policyAfter, GroupMember after) {
    try (Transaction step = tools.begin()) {
      reports.changed(step, state(step, policyBefore, before), state(step, policyAfter, after));
      step.commit();
    }
  }

  private GroupState state(Transaction step, int policy, GroupMember bob) {
    KeyFingerprint own =
        KeyFingerprint.of(
            e1, new Peers(step, e1).pins(StoredProfile.USER).orElseThrow().accountKey());
    return GroupState.first(
        e1,
        tools.own().signingKey(),
        new GroupSigner(StoredProfile.USER, StoredProfile.DEVICE),
        tools.clock().millis(),
        new GroupRoster(
            policy, List.of(new GroupMember(StoredProfile.USER, MemberRole.ADMIN, own), bob)));
  }

  private static GroupMember bob(MemberRole role, KeyFingerprint key) {
    return new GroupMember(BOB, role, key);
  }

  /** His pinned key follows from an older one. */
  private void meetBob() {
    try (var accountKey = e1.sodium().signingKeyPair();
        Transaction step = tools.begin()) {
      DeviceEntry phone = new DeviceEntry(1, 4711, Hash32.of(new byte[Hash32.SIZE]));
      DeviceList list = DeviceList.first(e1, accountKey, BOB, 1, List.of(phone));
      pinned = KeyFingerprint.of(e1, list.accountKey());
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      peers.putLineage(BOB, new KeyLineage(List.of(old)).rolledOverTo(pinned));
      step.commit();
    }
  }
}
