package dev.letterlock.server.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.RosterMismatch.Kind;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.delivery.sending.Addressing.Verdict;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.server.session.Recipients;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressingTest {
  private static final UserId ALICE = new UserId(1, 1);
  private static final UserId BOB = new UserId(2, 2);
  private static final int SENDING_DEVICE = 1;

  private final Recipients recipients = new Recipients();
  private final Roster alice = roster(ALICE, 5, 1, 2);
  private final Roster bob = roster(BOB, 9, 1, 4);
  private final Route toBob = new Route(BOB, new ConversationId(0, 0), alice, bob);
  private final Route toSelf = new Route(ALICE, new ConversationId(0, 0), alice, alice);
  private final Addressing addressing = new Addressing();

  @Test
  void allOfTheRecipientAndTheOtherOwnDevicesAreExact() {
    assertThat(compare(toBob, false, theirs(4), own(2), theirs(1))).isEqualTo(Verdict.EXACT);
    assertThat(addressing.position(0)).isEqualTo(1);
    assertThat(addressing.position(1)).isEqualTo(1);
    assertThat(addressing.position(2)).isZero();
  }

  @Test
  void aMissingDeviceIsNamedUnlessTheSendIsPartial() {
    Send send = send(false, theirs(4));
    assertThat(addressing.compare(send, toBob, SENDING_DEVICE)).isEqualTo(Verdict.MISMATCH);
    RosterMismatch mismatch = addressing.mismatch(send, toBob);

    assertThat(mismatch.recipientListVersion()).isEqualTo(9);
    assertThat(mismatch.senderListVersion()).isEqualTo(5);
    assertThat(mismatch.entries())
        .containsExactlyInAnyOrder(
            new RosterMismatch.Entry(new DeviceAddress(ALICE, 2), 1002, Kind.MISSING),
            new RosterMismatch.Entry(new DeviceAddress(BOB, 1), 1001, Kind.MISSING));
    assertThat(compare(toBob, true, theirs(4))).isEqualTo(Verdict.EXACT);
  }

  @Test
  void aDeviceWithoutKeysMayBeLeftOutButNotMadeUp() {
    Route keyless = new Route(BOB, new ConversationId(0, 0), alice, keyless(bob, 1));
    assertThat(compare(keyless, false, theirs(1), own(2))).isEqualTo(Verdict.EXACT);
    assertThat(compare(keyless, false, theirs(1), theirs(4), own(2))).isEqualTo(Verdict.EXACT);
    assertThat(compare(keyless, false, theirs(4), own(2))).isEqualTo(Verdict.MISMATCH);
    Send send = send(false, theirs(7));
    assertThat(addressing.compare(send, keyless, SENDING_DEVICE)).isEqualTo(Verdict.MISMATCH);
    assertThat(addressing.mismatch(send, keyless).entries())
        .extracting(entry -> entry.device().device())
        .as("not the one without keys")
        .containsExactly(7, 2, 1);
    Roster own = keyless(alice, 1);
    Route note = new Route(ALICE, new ConversationId(0, 0), own, own);
    assertThat(compare(note, false)).isEqualTo(Verdict.EXACT);
  }

  @Test
  void aStrangerAndAnOldRegistrationAreNamedAlsoInAPartialSend() {
    Send send = send(true, theirs(7), new Entry(0, 4, 1, header()));
    assertThat(addressing.compare(send, toBob, SENDING_DEVICE)).isEqualTo(Verdict.MISMATCH);

    assertThat(addressing.mismatch(send, toBob).entries())
        .containsExactly(
            new RosterMismatch.Entry(new DeviceAddress(BOB, 7), 1007, Kind.EXTRA),
            new RosterMismatch.Entry(new DeviceAddress(BOB, 4), 1004, Kind.STALE));
  }

  @Test
  void aDeviceMayBeNamedOnlyOnce() {
    assertThat(compare(toBob, false, theirs(1), theirs(4), theirs(1), own(2)))
        .isEqualTo(Verdict.DUPLICATE);
    assertThat(compare(toBob, false, theirs(1), theirs(4), own(1), own(2)))
        .as("the sending device itself")
        .isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void aNoteToOneselfNamesTheOtherOwnDevices() {
    assertThat(compare(toSelf, false, theirs(2))).isEqualTo(Verdict.EXACT);
    assertThat(compare(toSelf, false, own(2))).isEqualTo(Verdict.EXACT);
    assertThat(compare(toSelf, false)).isEqualTo(Verdict.MISMATCH);
  }

  private static Roster keyless(Roster of, int position) {
    return new Roster(
        of.user(),
        of.version(),
        List.of(of.member(0), of.member(1)),
        new int[] {of.registration(0), of.registration(1)},
        1 << position);
  }

  private Verdict compare(Route route, boolean partial, Entry... entries) {
    return addressing.compare(send(partial, entries), route, SENDING_DEVICE);
  }

  private static Entry theirs(int device) {
    return new Entry(OutgoingSend.RECIPIENT_SLOT, device, 1000 + device, header());
  }

  private static Entry own(int device) {
    return new Entry(OutgoingSend.SENDER_SLOT, device, 1000 + device, header());
  }

  private static OpaqueBytes header() {
    return OpaqueBytes.wrap(new byte[93]);
  }

  private static Send send(boolean partial, Entry... entries) {
    OutgoingSend outgoing =
        new OutgoingSend(
            1,
            MessageClass.NORMAL,
            partial,
            new MessageId(1, 1),
            BOB,
            new ConversationId(0, 0),
            0,
            0,
            0,
            null,
            OpaqueBytes.wrap(new byte[329]),
            List.of(entries));
    ByteBuf frame = Unpooled.buffer();
    ClientFrameEncoder.write(outgoing, frame);
    return (Send) new ClientFrameDecoder().read(frame);
  }

  private Roster roster(UserId user, long version, int... devices) {
    List<Recipient> members = new ArrayList<>();
    int[] registrations = new int[devices.length];
    for (int i = 0; i < devices.length; i++) {
      members.add(recipients.of(user, devices[i]));
      registrations[i] = 1000 + devices[i];
    }
    return new Roster(user, version, members, registrations);
  }
}
