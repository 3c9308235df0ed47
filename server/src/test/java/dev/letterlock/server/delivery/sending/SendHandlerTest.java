package dev.letterlock.server.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.delivery.DeliveryGround;
import dev.letterlock.server.delivery.Sends;
import dev.letterlock.server.delivery.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendHandlerTest {
  private static final UserId ALICE = new UserId(1, 1);
  private static final UserId BOB = new UserId(2, 2);

  @TempDir Path directory;
  private DeliveryGround ground;
  private TestClient alice;

  @BeforeEach
  void open() {
    ground = new DeliveryGround(directory, 1);
    ground.hold(ALICE, 1);
    alice = ground.connect(ALICE, 1, 0);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void whatOneTurnBringsIsAcceptedAsOneRangeAndDeliveredInOrder() {
    ground.hold(BOB, 1);
    TestClient bob = ground.connect(BOB, 1, 0);

    alice.send(to(1), to(2), to(3));

    Accepted accepted = alice.next(Accepted.class);
    assertThat(accepted.full()).isEmpty();
    assertThat(accepted.ranges())
        .singleElement()
        .satisfies(range -> {
          assertThat(range.firstRef()).isEqualTo(1);
          assertThat(range.lastRef()).isEqualTo(3);
        });
    long time = accepted.ranges().getFirst().time();
    for (int number = 1; number <= 3; number++) {
      Deliver deliver = bob.next(Deliver.class);
      assertThat(Sends.numberOf(deliver.envelope())).isEqualTo(number);
      assertThat(deliver.envelope().time()).isEqualTo(time + number - 1);
      assertThat(deliver.envelope().sender()).isEqualTo(alice.address());
    }
  }

  @Test
  void theFirstStoredSendMakesTheConversationAndAnEphemeralOneDoesNot() {
    ground.hold(BOB, 1);
    TestClient bob = ground.connect(BOB, 1, 0);
    ground.strangers.add(ALICE);

    alice.send(Sends.ephemeral(1, BOB, 1));

    assertThat(Sends.numberOf(bob.next(Deliver.class).envelope())).isEqualTo(1);
    assertThat(ground.created).isEmpty();
    alice.send(to(2));
    assertAccepted(2);
    assertThat(ground.created).containsExactly(ALICE);
  }

  @Test
  void theOtherOwnDevicesGetACopyToo() {
    ground.hold(ALICE, 1, 2);
    ground.hold(BOB, 1);
    TestClient tablet = ground.connect(ALICE, 2, 0);
    List<OutgoingSend.Entry> entries = new ArrayList<>(Sends.theirs(1));
    entries.add(Sends.own(2));

    alice.send(Sends.withEntries(1, BOB, entries));

    alice.next(Accepted.class);
    assertThat(Sends.numberOf(tablet.next(Deliver.class).envelope())).isEqualTo(1);
    assertThat(ground.woken).containsExactly(new DeviceAddress(BOB, 1).toString());
  }

  @Test
  void aRefOutOfTurnIsRefusedAndTheNextOneIsStillAwaited() {
    ground.hold(BOB, 1);

    alice.send(to(2), to(1));

    assertRefused(ErrorCode.BAD_REF, 2);
    assertAccepted(1);
  }

  @Test
  void noMoreThanSoManyMayBeUnanswered() {
    ground.hold(BOB, 1);

    alice.send(
        IntStream.rangeClosed(1, Wire.MAX_UNANSWERED + 1)
            .mapToObj(SendHandlerTest::to)
            .toArray(OutgoingSend[]::new));

    assertRefused(ErrorCode.TOO_MANY_UNANSWERED, Wire.MAX_UNANSWERED + 1);
    alice.next(Accepted.class);
    alice.send(to(Wire.MAX_UNANSWERED + 2));
    assertAccepted(Wire.MAX_UNANSWERED + 2);
  }

  @Test
  void sendsThatWaitForARosterKeepTheirOrderAndTheClientIsNotReadMeanwhile() {
    alice.send(to(1), to(2));
    alice.send(to(3));
    assertThat(alice.rest()).isEmpty();
    assertThat(alice.out.reading()).isFalse();

    ground.rosters.found(ground.hold(BOB, 1));

    assertAccepted(1);
    assertThat(alice.out.reading()).isTrue();
    assertThat(ground.inbox().readAll(new DeviceAddress(BOB, 1), Cursor.ZERO)).hasSize(3);
  }

  /** The copy of the first is given back too: leaks fail the class. */
  @Test
  void sendsThatWaitAreLetGoWithTheirConnection() {
    alice.send(to(1));
    alice.leave();
    TestClient again = ground.connect(ALICE, 1, 0);
    again.send(to(1));
    again.leave();

    ground.rosters.found(ground.hold(BOB, 1));

    assertThat(ground.inbox().readAll(new DeviceAddress(BOB, 1), Cursor.ZERO)).isEmpty();
  }

  @Test
  void whileTheStoreIsAwayAResubmitIsStillAnswered() {
    ground.hold(BOB, 1);
    alice.send(to(1));
    long time = alice.next(Accepted.class).ranges().getFirst().time();
    ground.rosters.drop(BOB);
    TestClient again = ground.connect(ALICE, 1, 0);

    again.send(to(1), to(2));
    ground.rosters.away(BOB);

    assertThat(again.next(Accepted.class).ranges()).containsExactly(new Accepted.Range(1, 1, time));
    Failure failure = again.next(Failure.class);
    assertThat(failure.error()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.firstRef()).isEqualTo(2);
  }

  @Test
  void aUserWithoutDevicesCannotBeReached() {
    ground.hold(BOB);
    alice.send(to(1));
    assertRefused(ErrorCode.UNKNOWN_RECIPIENT, 1);
  }

  @Test
  void aGroupOfWhoseOtherMembersNoDeviceIsThereCannotBeReached() {
    ground.holdGroup(Sends.CONVERSATION, ALICE, BOB);
    ground.hold(ALICE, 1, 2);
    ground.hold(BOB);
    alice.send(Sends.toGroup(1));
    assertRefused(ErrorCode.UNKNOWN_RECIPIENT, 1);

    ground.hold(BOB, 1);
    alice.send(Sends.toGroup(2));

    assertThat(alice.next(Accepted.class).ranges().getFirst().firstRef()).isEqualTo(2);
  }

  @Test
  void oneWhoIsAloneInAGroupReachesTheirOwnDevices() {
    ground.holdGroup(Sends.CONVERSATION, ALICE);
    ground.hold(ALICE, 1, 2);
    TestClient tablet = ground.connect(ALICE, 2, 0);

    alice.send(Sends.toGroup(1));

    assertThat(Sends.numberOf(tablet.next(Deliver.class).envelope())).isEqualTo(1);
  }

  @Test
  void aMissedDeviceIsNamedAndNothingIsStored() {
    ground.hold(BOB, 1, 2);

    alice.send(to(1));

    assertThat(alice.next(RosterMismatch.class).entries())
        .containsExactly(
            new RosterMismatch.Entry(new DeviceAddress(BOB, 2), 1002, RosterMismatch.Kind.MISSING));
    assertThat(ground.inbox().readAll(new DeviceAddress(BOB, 1), Cursor.ZERO)).isEmpty();
  }

  @Test
  void aDeviceMayBeAddressedOnce() {
    ground.hold(BOB, 1);
    alice.send(Sends.numbered(1, BOB, 1, 1));
    assertRefused(ErrorCode.DUPLICATE_DEVICE, 1);
  }

  @Test
  void onlyTheSizesOfBucketsAreTaken() {
    ground.hold(BOB, 1);
    alice.send(Sends.sized(1, PayloadSize.MIN_SLICE + 1, BOB, 1));
    assertRefused(ErrorCode.BAD_SIZE, 1);
  }

  @Test
  void whatHasExpiredIsNotStored() {
    ground.hold(BOB, 1);
    alice.send(Sends.expiring(1, 1, BOB, 1));
    assertRefused(ErrorCode.BAD_EXPIRY, 1);
  }

  @Test
  void otherBytesUnderAUsedIdAreAConflict() {
    ground.hold(BOB, 1);
    alice.send(to(1));
    assertAccepted(1);
    alice.send(Sends.urgent(1, BOB, 1).withRef(2));
    assertRefused(ErrorCode.CONFLICT, 2);
  }

  @Test
  void anEphemeralMessageReachesConnectedDevicesWithoutAnAnswer() {
    ground.hold(BOB, 1);
    TestClient bob = ground.connect(BOB, 1, 0);

    alice.send(Sends.ephemeral(1, BOB, 1));

    Deliver deliver = bob.next(Deliver.class);
    assertThat(deliver.cursor()).isEqualTo(Cursor.ZERO);
    assertThat(deliver.envelope().time()).isPositive();
    assertThat(alice.rest()).isEmpty();
    assertThat(ground.inbox().open(bob.address()).lastSeq()).isZero();
  }

  private void assertAccepted(int ref) {
    assertThat(alice.next(Accepted.class).ranges().getFirst().firstRef()).isEqualTo(ref);
  }

  private void assertRefused(ErrorCode code, int ref) {
    Failure failure = alice.next(Failure.class);
    assertThat(failure.error()).isEqualTo(code);
    assertThat(failure.firstRef()).isEqualTo(ref);
    assertThat(failure.retryAfterMillis() > 0).isEqualTo(code.retryable());
  }

  private static OutgoingSend to(int number) {
    return Sends.numbered(number, BOB, 1);
  }
}
