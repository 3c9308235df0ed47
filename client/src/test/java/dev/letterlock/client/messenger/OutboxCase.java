package dev.letterlock.client.messenger;

import dev.letterlock.client.FrameServer;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Said;
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
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Alice's open profile with a server that speaks frames alone, and what she has written. */
abstract class OutboxCase implements MessengerListener {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final int OTHER_DEVICE = 2;
  static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");
  static final DeviceAddress BOBS_PHONE = new DeviceAddress(UserId.of(BOB), 7);

  final E1 e1 = new E1(Sodium.load());
  final FlakyVault vault = new FlakyVault();
  final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  final FrameServer server = new FrameServer();
  final SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1});
  Works works;

  @BeforeEach
  void open() {
    StoredProfile.fill(e1, vault, Clock.systemUTC());
    showOwnList();
    works = works();
  }

  private void showOwnList() {
    UUID user = StoredProfile.USER;
    try (Transaction step = new Transaction(vault)) {
      DeviceList list = new Peers(step, e1).pins(user).orElseThrow().list();
      String bytes = Base64.getUrlEncoder().withoutPadding().encodeToString(list.encode());
      server.show(
          "/v1/users/by-id/" + user + "/list",
          "{\"user_id\":\"%s\",\"name\":\"alice\",\"list\":\"%s\",\"certificates\":[]}"
              .formatted(user, bytes));
    }
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

  final void meetBob() {
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

  static RuntimeException diskFull() {
    return new VaultException(VaultFault.NOT_WRITTEN, "changes: not on disk (expected: room)");
  }

  final Works works() {
    MessengerSettings settings = StoredProfile.settings(server.url(), passphrase);
    return Assembly.of(settings, e1, vault, this);
  }

  /** A note to oneself, which no other device has to get. */
  final UUID write(String text) {
    return write(StoredProfile.USER, text);
  }

  final UUID write(UUID to, String text) {
    try (Transaction step = works.tools().begin()) {
      UUID conversation = works.talk().history().make(step, to).id();
      UUID id = works.talk().writing().said(step, conversation, Said.text(text)).id();
      step.commit();
      return id;
    }
  }

  /** The same note, sealed by an earlier run for a device that was there then. */
  final UUID putSealed() {
    UUID note = write("to myself");
    sealAll();
    return note;
  }

  final void sealAll() {
    sealAll(OTHER_DEVICE);
  }

  /** Seals what was written, as an earlier run did, for one device of its recipient. */
  final void sealAll(int device) {
    try (Transaction step = works.tools().begin()) {
      Sends sends = new Sends(step);
      for (OutboxEntry entry : sends.entries()) {
        sends.put(entry.sealed(frame(entry.draft(), device), sealedFor(entry.draft())));
      }
      step.commit();
    }
    Accidents.crash(works);
    works = works();
  }

  private static List<DeviceAddress> sealedFor(Draft draft) {
    return draft.recipient().equals(BOB) ? List.of(BOBS_PHONE) : List.of();
  }

  private static Octets frame(Draft draft, int device) {
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
                    OutgoingSend.RECIPIENT_SLOT, device, 7, OpaqueBytes.wrap(new byte[93]))));
    ByteBuf out = Unpooled.buffer(ClientFrameEncoder.size(send));
    ClientFrameEncoder.write(send, out);
    return Octets.of(ByteBufUtil.getBytes(out));
  }

  final boolean isAllSent() {
    return works.desk().call(works.talk().postbox()::isEmpty);
  }

  final State state(UUID message) {
    try (Transaction step = works.tools().begin()) {
      return new Conversations(step).message(message).map(StoredMessage::state).orElseThrow();
    }
  }
}
