package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Well-formed Sends that the server must not take (docs/PROTOCOL.md §7.1): nothing is stored. */
class RefusedSendsIT {
  /** Where a Send names its route, and the one that is reserved (docs/PROTOCOL.md §4.2). */
  private static final int ROUTE = 22;

  private static final byte SEALED = 3;

  @TempDir static Path folder;
  private static RunningServer server;

  private Pair pair;
  private WireClient sender;

  @BeforeAll
  static void startServer() throws Exception {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void meet() throws Exception {
    pair = new Pair(server);
    sender = pair.open(pair.alice());
  }

  @AfterEach
  void part() {
    pair.close();
  }

  @Test
  void anUnknownRecipient() throws Exception {
    UserId nobody = UserId.of(UUID.randomUUID());
    LoadUser stranger = new LoadUser("nobody", nobody, pair.bob().list(), pair.bob().devices());

    assertRefused(Messages.numbered(pair.alice(), stranger, 1), ErrorCode.UNKNOWN_RECIPIENT);
  }

  @Test
  void aConversationOfOthers() throws Exception {
    OutgoingSend elsewhere = Messages.inConversation(pair.message(1), UUID.randomUUID());

    assertRefused(elsewhere, ErrorCode.BAD_CONVERSATION);
  }

  @Test
  void aDeviceAddressedTwice() throws Exception {
    Entry entry = Messages.entry(Pair.device(pair.bob()));

    assertRefused(
        Messages.withEntries(pair.message(1), List.of(entry, entry)), ErrorCode.DUPLICATE_DEVICE);
  }

  @Test
  void aSizeThatIsNoBucket() throws Exception {
    OutgoingSend odd = Messages.withSlice(pair.message(1), OpaqueBytes.wrap(new byte[1_000]));

    assertRefused(odd, ErrorCode.BAD_SIZE);
  }

  @Test
  void aMessageThatHasExpired() throws Exception {
    assertRefused(Messages.expiring(pair.message(1), 1), ErrorCode.BAD_EXPIRY);
  }

  @Test
  void otherBytesUnderAnIdThatWasUsed() throws Exception {
    OutgoingSend first = pair.message(1);
    Pair.accepted(sender, first);

    sender.send(Messages.withNumber(first, 2).withRef(2));

    assertThat(sender.next(Failure.class).error()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(pair.inboxOf(pair.bob())).containsExactly(1L);
  }

  @Test
  void aRegistrationThatIsNotTheCurrentOne() throws Exception {
    Entry current = Messages.entry(Pair.device(pair.bob()));
    Entry old =
        new Entry(
            current.userSlot(), current.device(), current.registration() + 1, current.header());

    assertMismatch(
        Messages.withEntries(pair.message(1), List.of(old)),
        new RosterMismatch.Entry(
            Pair.device(pair.bob()).address(), current.registration(), RosterMismatch.Kind.STALE));
  }

  @Test
  void aDeviceThatTheRecipientDoesNotHave() throws Exception {
    Entry own = Messages.entry(Pair.device(pair.bob()));
    Entry extra = new Entry(own.userSlot(), own.device() + 1, own.registration(), own.header());

    assertMismatch(
        Messages.withEntries(pair.message(1), List.of(own, extra)),
        new RosterMismatch.Entry(
            new DeviceAddress(pair.bob().id(), extra.device()),
            extra.registration(),
            RosterMismatch.Kind.EXTRA));
  }

  @Test
  void anUnsupportedRoute() throws Exception {
    byte[] bytes = Messages.bytes(pair.message(1));
    bytes[ROUTE] = SEALED;

    sender.sendBytes(ByteBuffer.wrap(bytes));

    Failure failure = sender.next(Failure.class);
    assertThat(failure.error()).isEqualTo(ErrorCode.UNSUPPORTED_ROUTE);
    assertThat(failure.firstRef()).isEqualTo(1);
    assertThat(failure.retryAfterMillis()).isZero();
    assertGoesOn(2);
  }

  @Test
  void aRefOutOfTurn() throws Exception {
    sender.send(pair.message(1).withRef(2));

    assertThat(sender.next(Failure.class).error()).isEqualTo(ErrorCode.BAD_REF);
    assertGoesOn(1);
  }

  private void assertRefused(OutgoingSend bad, ErrorCode expected) throws Exception {
    sender.send(bad);

    Failure failure = sender.next(Failure.class);
    assertThat(failure.error()).isEqualTo(expected);
    assertThat(failure.firstRef()).isEqualTo(1);
    assertThat(failure.retryAfterMillis()).isZero();
    assertGoesOn(2);
  }

  private void assertMismatch(OutgoingSend bad, RosterMismatch.Entry expected) throws Exception {
    sender.send(bad);

    assertThat(sender.next(RosterMismatch.class).entries()).containsExactly(expected);
    assertGoesOn(2);
  }

  /** The refused one left nothing behind, and does not hold up its successors. */
  private void assertGoesOn(int ref) throws Exception {
    Pair.accepted(sender, pair.message(7).withRef(ref));
    assertThat(pair.inboxOf(pair.bob())).containsExactly(7L);
  }
}
