package dev.letterlock.client.messenger.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.StoredProfile;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.PinReports;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.ReceiptMark;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final UUID BOB = new UUID(2, 2);
  private static final UUID PLACE = new UUID(3, 3);

  private final E1 e1 = new E1(Sodium.load());
  private final MemoryVault vault = new MemoryVault();
  private ApiClient api;
  private Tools tools;
  private Audience audience;
  private History history;

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    StoredProfile.fill(e1, vault, clock);
    tools = StoredProfile.tools(e1, vault, clock);
    api = new ApiClient(new ServerUrl(false, "127.0.0.1", 1), e1);
    audience = new Audience(new MessengerListener() {}, tools);
    Contacts contacts =
        new Contacts(tools, StoredProfile.directory(api, clock), new PinReports(tools, audience));
    history = new History(tools, contacts, audience);
  }

  @AfterEach
  void close() {
    audience.close();
    api.close();
    tools.close();
  }

  /** A receipt comes again in the next session if its ack was lost. */
  @Test
  void tellsOnceThatAMessageHasExpired() {
    talkWithBob();
    history.take(expired(5));
    history.take(expired(5));
    assertThat(told()).hasSize(1);

    history.take(expired(6));

    assertThat(told()).hasSize(2);
  }

  /** As a message to a group in which nobody else is. */
  @Test
  void callsNothingReadThatWasSentToNobody() {
    StoredMessage alone =
        new StoredMessage(
            new UUID(4, 4),
            PLACE,
            1,
            StoredProfile.USER,
            StoredProfile.DEVICE,
            1,
            State.SENT,
            0,
            "-");
    try (Transaction step = tools.begin()) {
      ReceiptMark later = ReceiptMark.NONE.deliveredUpTo(9).readUpTo(9);
      new Conversations(step).putMark(PLACE, BOB, StoredProfile.DEVICE, later);

      assertThat(history.shown(step, alone).status()).isEqualTo(Message.Status.SENT);
    }
  }

  /** A server could make up as many as it likes. */
  @Test
  void keepsNothingOfWhatIsNotKnownHere() {
    talkWithBob();
    history.take(expired(5));
    long before = vault.generation();
    UUID nobody = new UUID(7, 7);
    int foreign = StoredProfile.DEVICE + 1;

    for (Receipt.Kind kind : Receipt.Kind.values()) {
      history.take(receipt(kind, nobody, BOB, StoredProfile.DEVICE, 9));
      history.take(receipt(kind, PLACE, nobody, StoredProfile.DEVICE, 9));
      history.take(receipt(kind, PLACE, BOB, foreign, 9));
      assertThat(history.knows(receipt(kind, nobody, BOB, StoredProfile.DEVICE, 9))).isFalse();
      assertThat(history.knows(receipt(kind, PLACE, nobody, StoredProfile.DEVICE, 9))).isFalse();
      assertThat(history.knows(receipt(kind, PLACE, BOB, foreign, 9))).isFalse();
    }

    assertThat(vault.generation()).isEqualTo(before);
    assertThat(history.knows(expired(6))).isTrue();
  }

  /** As a copy of what another device has written makes it known. */
  @Test
  void keepsWhatIsSaidOfAnotherDeviceThatHasWritten() {
    talkWithBob();
    int laptop = StoredProfile.DEVICE + 1;
    DeviceAddress author = new DeviceAddress(UserId.of(StoredProfile.USER), laptop);
    try (Transaction step = tools.begin()) {
      new Conversations(step).putTrack(PLACE, author, SequenceTrack.EMPTY);
      step.commit();
    }

    history.take(receipt(Receipt.Kind.READ, PLACE, BOB, laptop, 9));

    try (Transaction step = tools.begin()) {
      assertThat(new Conversations(step).mark(PLACE, BOB, laptop).read()).isEqualTo(9);
    }
  }

  private void talkWithBob() {
    try (Transaction step = tools.begin()) {
      new Conversations(step).put(StoredConversation.fresh(PLACE, false, BOB, "bob"));
      step.commit();
    }
  }

  private List<?> told() {
    try (Transaction step = tools.begin()) {
      return history.notices(step);
    }
  }

  private static Receipt expired(long upTo) {
    return receipt(Receipt.Kind.EXPIRED, PLACE, BOB, StoredProfile.DEVICE, upTo);
  }

  private static Receipt receipt(
      Receipt.Kind kind, UUID conversation, UUID reader, int device, long upTo) {
    return new Receipt(
        1,
        List.of(
            new Receipt.Entry(
                kind, ConversationId.of(conversation), UserId.of(reader), device, upTo)));
  }
}
