package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.GroupStates;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.messenger.trust.GroupReports;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has to go before a message, and does not go, or not to all. */
class OutboxStepsTest extends SealingCase {

  private static final int OWN_TABLET = 2;

  private GroupSealer groups;
  private OutboxSteps steps;
  private UUID group;

  @BeforeEach
  void joinGroupWithBob() {
    begin();
    group = join();
  }

  @Test
  void givesAKeyLaterThatWasRefused() {
    String phone = bundle(PHONE);
    bundles.put(PHONE, bundle(TABLET).replace(":8,", ":7,"));
    bundles.put(TABLET, phone.replace(":7,", ":8,"));
    long text = write(group);
    long key = first(text);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> steps.seal(key))
        .satisfies(refusal -> steps.fail(key, refusal.sentence()));

    assertThat(holders()).isEmpty();
    assertThatExceptionOfType(RefusedException.class)
        .as("nobody else could open it")
        .isThrownBy(() -> steps.seal(text))
        .withMessageContaining("Nobody else in the group can be given the key")
        .matches(refusal -> refusal.remedy() == RefusedException.Remedy.TIME);
    assertThat(asks(PHONE)).hasSize(1);
    assertThat(asks(PHONE)).as("it has been given").isEmpty();
  }

  /** Nor is it called sent because an own device gets a copy. */
  @Test
  void refusesWhatNoDeviceOfAnotherMemberOfAGroupWouldGet() {
    joinOwnTablet();
    contacts.markAbsent(address(PHONE));
    contacts.markAbsent(address(TABLET));
    long text = write(group);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> steps.seal(text))
        .withMessageContaining("no device of another member of the group")
        .matches(refusal -> refusal.remedy() == RefusedException.Remedy.TIME);

    assertThat(steps.seal(text).first()).as("they may be there again").isNotEmpty();
  }

  @Test
  void givesAKeyWithTheNextMessageToADeviceThatHadNoKeysBefore() {
    String tablet = bundle(TABLET);
    bundles.remove(TABLET);
    long text = write(group);
    assertThat(steps.seal(first(text)).frame().size()).isPositive();

    assertThat(holders()).containsExactly(PHONE);
    assertThat(steps.seal(text).first()).isEmpty();
    bundles.put(TABLET, tablet);
    open(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
    begin();

    assertThat(steps.seal(first(write(group))).frame().size()).isPositive();
    assertThat(holders()).containsExactlyInAnyOrder(PHONE, TABLET);
  }

  /** The server reaches nobody else of the group, and refuses the key and the text behind it. */
  @Test
  void givesTheKeyAnewWithAMessageThatReachedNobodyElse() {
    long text = write(group);
    long key = first(text);
    assertThat(steps.seal(key).frame().size()).isPositive();
    assertThat(steps.seal(text).frame().size()).isPositive();
    assertThat(steps.isToGroup(text)).isTrue();
    assertThat(steps.isToGroup(key)).isFalse();

    steps.fail(key, "There is no such user.");
    RefusedException refusal = steps.holdBack(text);

    assertThat(refusal.remedy()).isEqualTo(RefusedException.Remedy.TIME);
    assertThat(steps.unsealed(text)).isPresent();
    assertThat(first(text)).isNotEqualTo(key);
  }

  /** It waited for a device's keys, and another chain has begun meanwhile. */
  @Test
  void sealsForWhoHasTheKeyThoughThatOfAnEarlierChainLeavesLater() {
    long text = write(group);
    long earlier = first(text);
    contacts.markAbsent(address(TABLET));
    long newest = first(text);
    assertThat(newest).isNotEqualTo(earlier);

    assertThat(steps.seal(newest).frame().size()).isPositive();
    assertThat(steps.seal(earlier).frame().size()).isPositive();

    assertThat(holders()).containsExactly(PHONE);
    assertThat(steps.seal(text).frame().size()).isPositive();
  }

  /** Whoever asks for a key makes nobody read all that was sent for 30 days. */
  @Test
  void findsWhatCarriedAKeyWithoutLookingThroughAllThatWasSent() {
    long text = write(group);
    assertThat(steps.seal(first(text)).frame().size()).isPositive();
    UUID damaged = tools.newId();
    ByteBuffer name = ByteBuffer.allocate(17).put((byte) 3);
    name.putLong(damaged.getMostSignificantBits()).putLong(damaged.getLeastSignificantBits());
    try (VaultChanges damage = new VaultChanges()) {
      vault.commit(damage.put(RecordKey.of(Shelf.OUTBOX, name.array()), new byte[] {9}));
    }

    try (Transaction step = tools.begin()) {
      assertThat(groups.givenKey(step, group, address(PHONE))).isPresent();
      assertThat(groups.givenKey(step, group, address(PHONE + 100))).isEmpty();
      DeviceAddress stranger = new DeviceAddress(UserId.of(new UUID(1, 2)), PHONE);
      assertThat(groups.givenKey(step, group, stranger)).isEmpty();
      assertThat(groups.keyFor(step, group, stranger)).isEmpty();
    }
  }

  @Test
  void introducesAConversationAgainToAnOwnDeviceThatWasNotReached() {
    joinOwnTablet();
    String tablet = bundle(OWN_TABLET);
    bundles.remove(OWN_TABLET);
    UUID conversation = meet();
    long text = write(conversation);
    assertThat(steps.seal(first(text)).frame().size()).isZero();

    assertThat(steps.seal(text).frame().size()).isPositive();
    assertThat(introduced(conversation)).isZero();
    bundles.put(OWN_TABLET, tablet);
    open(Clock.systemUTC());
    begin();

    assertThat(steps.seal(first(write(conversation))).frame().size()).isPositive();
    assertThat(introduced(conversation)).isEqualTo(2);
  }

  private void begin() {
    Drafts drafts = new Drafts(tools);
    groups = new GroupSealer(tools, contacts, book(), drafts);
    steps =
        new OutboxSteps(
            tools,
            sealer,
            groups,
            new Introductions(tools, contacts, drafts),
            new FullInboxes(tools, contacts, audience),
            audience);
  }

  private UUID join() {
    try (Transaction step = tools.begin()) {
      GroupRoster roster =
          new GroupRoster(
              0,
              List.of(
                  member(step, StoredProfile.USER, MemberRole.ADMIN),
                  member(step, BOB, MemberRole.MEMBER)));
      GroupState first =
          GroupState.first(
              e1,
              tools.own().signingKey(),
              new GroupSigner(StoredProfile.USER, StoredProfile.DEVICE),
              tools.clock().millis(),
              roster);
      book().join(step, first.group(), List.of(new DatedState(first, 1)));
      step.commit();
      return first.group();
    }
  }

  private GroupBook book() {
    SavedTokens saved =
        new SavedTokens("token", "", tools.clock().instant().plus(Duration.ofDays(1)));
    return new GroupBook(
        tools,
        contacts,
        new GroupStates(api),
        AccessTokens.resume(api, tools.clock(), saved),
        new GroupReports(tools, contacts, audience));
  }

  private GroupMember member(Transaction step, UUID user, MemberRole role) {
    return new GroupMember(
        user, role, KeyFingerprint.of(e1, contacts.pins(step, user).accountKey()));
  }

  private void joinOwnTablet() {
    DeviceList before;
    try (Transaction step = tools.begin()) {
      before = contacts.pins(step, StoredProfile.USER).list();
    }
    try (OwnDevice tablet = device(StoredProfile.USER, OWN_TABLET);
        Transaction step = tools.begin();
        Ed25519KeyPair accountKey =
            new Own(step, e1).accountKey(before.accountKey()).orElseThrow()) {
      Peers peers = new Peers(step, e1);
      List<DeviceEntry> entries = new ArrayList<>(before.entries());
      entries.add(DeviceEntry.of(e1, tablet.cert()));
      DeviceList next = before.next(e1, accountKey, tools.clock().millis(), entries);
      peers.putPins(StoredProfile.USER, DeviceListPins.first(e1, StoredProfile.USER, next));
      peers.putCertificates(StoredProfile.USER, List.of(tools.own().cert(), tablet.cert()));
      step.commit();
    }
  }

  /** A conversation with Bob. */
  private UUID meet() {
    UUID conversation = tools.conversationWith(BOB);
    try (Transaction step = tools.begin()) {
      new Conversations(step).put(StoredConversation.fresh(conversation, false, BOB, "bob"));
      step.commit();
    }
    return conversation;
  }

  private long write(UUID conversation) {
    try (Transaction step = tools.begin()) {
      StoredConversation found = new Conversations(step).find(conversation).orElseThrow();
      Draft text = new Drafts(tools).said(tools.newId(), found, Said.text("hello"));
      long order = new Sends(step).add(text).order();
      step.commit();
      return order;
    }
  }

  /** The one thing that has to go before. */
  private long first(long text) {
    List<Long> first = steps.seal(text).first();
    assertThat(first).hasSize(1);
    return first.getFirst();
  }

  private List<Draft> asks(int device) {
    try (Transaction step = tools.begin()) {
      List<Draft> given = groups.keyFor(step, group, address(device));
      step.commit();
      return given;
    }
  }

  private List<Integer> holders() {
    try (Transaction step = tools.begin()) {
      return new Groups(step, e1)
          .holders(group).holders().stream().map(holder -> holder.device().device()).toList();
    }
  }

  private long introduced(UUID conversation) {
    try (Transaction step = tools.begin()) {
      return new Conversations(step).find(conversation).orElseThrow().introduced();
    }
  }
}
