package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.FrameServer;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is lost from the outbox when a step with it cannot be kept, and a person is told. */
class OutboxTroubleTest implements MessengerListener {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  private static final DeviceAddress BOBS_PHONE = new DeviceAddress(UserId.of(BOB), 7);

  private final E1 e1 = new E1(Sodium.load());
  private final FlakyVault vault = new FlakyVault();
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final FrameServer server = new FrameServer();
  private final SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1});
  private Works works;

  @BeforeEach
  void open() {
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    works = works();
  }

  @AfterEach
  void close() {
    works.close();
    server.close();
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Test
  void sealsWhenThereIsRoomOnTheDiskAgain() {
    UUID note = write("to myself");
    vault.refuseWith(OutboxTroubleTest::diskFull);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> vault.refused() > 1);

    assertThat(state(note)).isEqualTo(State.WAITING);
    String said = "The key store could not be written. What is to be sent waits for that.";
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(notices).extracting(Notice::text).containsExactly(said));
    vault.refuseWith(null);

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
    assertThat(isAllSent()).isTrue();
  }

  @Test
  void triesAgainWhateverElseFails() {
    UUID note = write("to myself");
    vault.refuseWith(() -> new IllegalStateException("state: odd (expected: even)"));
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    vault.refuseWith(null);

    Notice told = notices.remove();
    assertThat(told.text()).contains("it waits here and is tried again");
    assertThat(told.conversation()).isEqualTo(works.tools().conversationWith(StoredProfile.USER));
    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
  }

  @Test
  void learnsOnceMoreThatTheServerHoldsIt() {
    UUID note = putSealed();
    vault.refuseWith(OutboxTroubleTest::diskFull);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> vault.refused() > 1);

    assertThat(state(note)).isEqualTo(State.WAITING);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices).hasSize(1));
    vault.refuseWith(null);

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> isAllSent());
  }

  @Test
  void sealsAnewWhatWasRefusedWhileTheDiskWasFull() {
    UUID note = putSealed();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 0);
    vault.refuseWith(OutboxTroubleTest::diskFull);
    RosterMismatch mismatch = new RosterMismatch(1, 1, 1, 1, List.of());
    works.desk().execute(() -> works.talk().postbox().mismatched(mismatch));
    await().atMost(PATIENCE).until(() -> vault.refused() > 0);

    assertThat(isAllSent()).isFalse();
    vault.refuseWith(null);
    server.misbehave(FrameServer.Fault.NONE);

    await().atMost(PATIENCE).until(() -> state(note), State.SENT::equals);
  }

  @Test
  void learnsOfAllOnceMoreWhenOneOfThemCannotBeRead() {
    UUID one = write("one");
    UUID two = write("two");
    sealAll();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 1);
    Accepted both = new Accepted(List.of(new Accepted.Range(1, 2, 1)), List.of());
    works
        .desk()
        .call(() -> {
          vault.hideWith(OutboxTroubleTest::diskFull);
          works.talk().postbox().accepted(both);
          vault.hideWith(null);
          return true;
        });
    assertThat(isAllSent()).isFalse();
    server.misbehave(FrameServer.Fault.NONE);

    await().atMost(PATIENCE).until(() -> state(one), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> state(two), State.SENT::equals);
    await().atMost(PATIENCE).until(() -> isAllSent());
  }

  @Test
  void tellsWhoseInboxHadNoRoom() {
    meetBob();
    UUID message = write(BOB, "to bob");
    sealAll();
    server.misbehave(FrameServer.Fault.MUTE);
    works.network().line().start();
    await().atMost(PATIENCE).until(() -> server.unheard() > 0);
    Accepted.FullInbox full = new Accepted.FullInbox(1, BOBS_PHONE);
    Accepted accepted = new Accepted(List.of(new Accepted.Range(1, 1, 1)), List.of(full));
    works.desk().execute(() -> works.talk().postbox().accepted(accepted));

    await().atMost(PATIENCE).until(() -> !notices.isEmpty());
    Notice told = notices.remove();
    assertThat(told.text()).startsWith("Device 7 of bob has no room left at the server");
    assertThat(told.conversation()).isEqualTo(works.tools().conversationWith(BOB));
    assertThat(state(message)).isEqualTo(State.SENT);
  }

  private void meetBob() {
    try (Transaction step = new Transaction(vault)) {
      List<DeviceEntry> entries =
          List.of(new DeviceEntry(7, 4711, Hash32.of(new byte[Hash32.SIZE])));
      DeviceList list = DeviceList.first(e1, e1.sodium().signingKeyPair(), BOB, 1, entries);
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      step.commit();
    }
  }

  private static RuntimeException diskFull() {
    return new VaultException(VaultFault.NOT_WRITTEN, "changes: not on disk (expected: room)");
  }

  private Works works() {
    MessengerSettings settings = StoredProfile.settings(server.url(), passphrase);
    return Assembly.of(settings, e1, vault, this);
  }

  /** A note to oneself, which no other device has to get. */
  private UUID write(String text) {
    return write(StoredProfile.USER, text);
  }

  private UUID write(UUID to, String text) {
    try (Transaction step = works.tools().begin()) {
      UUID conversation = works.talk().history().make(step, to).id();
      UUID id = works.talk().writing().text(step, conversation, text).id();
      step.commit();
      return id;
    }
  }

  /** The same note, sealed by an earlier run for a device that was there then. */
  private UUID putSealed() {
    UUID note = write("to myself");
    sealAll();
    return note;
  }

  private void sealAll() {
    try (Transaction step = works.tools().begin()) {
      Sends sends = new Sends(step);
      sends.entries().forEach(entry -> sends.put(entry.sealed(frame(entry.draft()))));
      step.commit();
    }
    Accidents.crash(works);
    works = works();
  }

  private static Octets frame(Draft draft) {
    OutgoingSend send =
        new OutgoingSend(
            0,
            MessageClass.NORMAL,
            false,
            MessageId.of(draft.message()),
            UserId.of(draft.recipient()),
            ConversationId.of(draft.conversation()),
            0,
            1,
            1,
            null,
            OpaqueBytes.wrap(new byte[329]),
            List.of(
                new OutgoingSend.Entry(
                    OutgoingSend.RECIPIENT_SLOT, 2, 7, OpaqueBytes.wrap(new byte[93]))));
    ByteBuf out = Unpooled.buffer(ClientFrameEncoder.size(send));
    ClientFrameEncoder.write(send, out);
    return Octets.of(ByteBufUtil.getBytes(out));
  }

  private boolean isAllSent() {
    return works.desk().call(works.talk().postbox()::isEmpty);
  }

  private State state(UUID message) {
    try (Transaction step = works.tools().begin()) {
      return new Conversations(step).message(message).map(StoredMessage::state).orElseThrow();
    }
  }
}
