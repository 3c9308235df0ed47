package dev.letterlock.client.messenger.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.ToldNotice;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.receiving.History;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.ReceiptMark;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server accepts messages to a group though devices of Bob, who is in it, have no room. */
class FullInboxesTest implements MessengerListener {

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final UUID CAROL = UUID.fromString("0190a000-0000-7000-8000-00000000000c");
  private static final DeviceAddress PHONE = new DeviceAddress(UserId.of(BOB), 1);
  private static final DeviceAddress TABLET = new DeviceAddress(UserId.of(BOB), 2);
  private static final List<DeviceAddress> BOTH = List.of(PHONE, TABLET);
  private static final UUID GROUP = new UUID(5, 1);
  private static final UUID MESSAGE = new UUID(6, 1);
  private static final UUID KEY = new UUID(6, 2);
  private static final long ACCEPTED_AT = 50;

  private final E1 e1 = new E1(Sodium.load());
  private ApiClient api;
  private Tools tools;
  private Audience audience;
  private History history;
  private FullInboxes inboxes;

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    MemoryVault vault = new MemoryVault();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", 1), e1);
    audience = new Audience(this, tools);
    Contacts contacts =
        new Contacts(tools, StoredProfile.directory(api, clock), new PinReports(tools, audience));
    history = new History(tools, contacts, audience);
    inboxes = new FullInboxes(tools, contacts, audience);
    meetBob();
  }

  @AfterEach
  void close() {
    audience.close();
    api.close();
    tools.close();
  }

  @Test
  void tellsWhichDeviceGetsNothingUntilItHasTakenSomething() {
    accept(BOTH, Set.of(TABLET));
    accept(BOTH, Set.of(TABLET));
    assertThat(told())
        .singleElement()
        .satisfies(notice -> {
          assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
          assertThat(notice.conversation()).isEqualTo(GROUP);
          assertThat(notice.text()).startsWith("Device 2 of bob has no room left at the server");
        });

    accept(BOTH, Set.of());
    accept(BOTH, Set.of(TABLET));

    assertThat(told()).hasSize(2);
  }

  @Test
  void countsAMessageAsDeliveredThatOneDeviceHas() {
    accept(BOTH, Set.of(TABLET));

    assertThat(statusOnceBobHasReadLaterOnes()).isEqualTo(Status.READ);
  }

  /** A later receipt covers all that was sent before, also what never came. */
  @Test
  void countsAMessageAsNoMoreThanSentThatNoDeviceHas() {
    accept(BOTH, Set.of(PHONE, TABLET));

    assertThat(told()).hasSize(2);
    assertThat(statusOnceBobHasReadLaterOnes()).isEqualTo(Status.SENT);
  }

  /** The tablet, which has room, was put on the list only after the message was sealed. */
  @Test
  void judgesByTheDevicesThatAMessageWasSealedFor() {
    accept(List.of(PHONE), Set.of(PHONE));

    assertThat(statusOnceBobHasReadLaterOnes()).isEqualTo(Status.SENT);
  }

  /** Carol was put into the group later, or out of it before. */
  @Test
  void countsNobodyWhomAMessageWasNotSealedFor() {
    accept(BOTH, Set.of());

    assertThat(statusOnceAllIsReadBy(CAROL)).isEqualTo(Status.SENT);
    assertThat(statusOnceBobHasReadLaterOnes()).isEqualTo(Status.READ);
  }

  /** Nobody asks how far a sender key or a request has come. */
  @Test
  void remembersNothingOfWhatIsNotShown() {
    try (Transaction step = tools.begin()) {
      Draft control = new Draft(KEY, GROUP, BOB, false, BOTH, Octets.of(new byte[0]));
      inboxes.take(step, entry(control, BOTH), Set.copyOf(BOTH));
      step.commit();
      assertThat(new Conversations(step).missed(KEY)).isEmpty();
    }
    assertThat(told()).hasSize(2);
  }

  private void accept(List<DeviceAddress> sealedFor, Set<DeviceAddress> full) {
    try (Transaction step = tools.begin()) {
      Draft draft =
          new Draft(MESSAGE, GROUP, StoredProfile.USER, true, List.of(), Octets.of(new byte[0]));
      new Conversations(step)
          .add(StoredConversation.fresh(GROUP, true, StoredProfile.USER, "tea"), message());
      inboxes.take(step, entry(draft, sealedFor), full);
      step.commit();
    }
  }

  private static OutboxEntry entry(Draft draft, List<DeviceAddress> sealedFor) {
    return new OutboxEntry(1, draft, Octets.of(new byte[1]), sealedFor, 0);
  }

  private List<Notice> told() {
    try (Transaction step = tools.begin()) {
      return history.notices(step).stream().map(ToldNotice::notice).toList();
    }
  }

  private Status statusOnceBobHasReadLaterOnes() {
    return statusOnceAllIsReadBy(BOB);
  }

  private Status statusOnceAllIsReadBy(UUID reader) {
    try (Transaction step = tools.begin()) {
      ReceiptMark later = ReceiptMark.NONE.readUpTo(ACCEPTED_AT + 1).deliveredUpTo(ACCEPTED_AT + 1);
      new Conversations(step).putMark(GROUP, reader, StoredProfile.DEVICE, later);
      return history.shown(step, message()).status();
    }
  }

  private static StoredMessage message() {
    return new StoredMessage(
        MESSAGE,
        GROUP,
        1,
        StoredProfile.USER,
        StoredProfile.DEVICE,
        1,
        State.SENT,
        ACCEPTED_AT,
        "hello");
  }

  private void meetBob() {
    List<DeviceEntry> entries = List.of(entry(1), entry(2));
    DeviceList list = DeviceList.first(e1, e1.sodium().signingKeyPair(), BOB, 1, entries);
    try (Transaction step = tools.begin()) {
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      step.commit();
    }
  }

  private static DeviceEntry entry(int device) {
    return new DeviceEntry(device, 4711, Hash32.of(new byte[Hash32.SIZE]));
  }
}
