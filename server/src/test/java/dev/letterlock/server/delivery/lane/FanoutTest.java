package dev.letterlock.server.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.delivery.DeliveryGround;
import dev.letterlock.server.delivery.Sends;
import dev.letterlock.server.delivery.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanoutTest {
  private static final UserId ALICE = new UserId(1, 1);
  private static final UserId BOB = new UserId(2, 2);
  private static final UserId CAROL = new UserId(3, 3);

  @TempDir Path directory;
  private DeliveryGround ground;
  private TestClient alice;

  @BeforeEach
  void open() {
    ground = new DeliveryGround(directory, 3);
    ground.hold(ALICE, 1);
    alice = ground.connect(ALICE, 1, 0);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void everyLaneServesItsOwnSessions() {
    ground.hold(BOB, 1, 2, 3);
    TestClient here = ground.connect(BOB, 1, 0);
    TestClient there = ground.connect(BOB, 2, 1);
    TestClient elsewhere = ground.connect(BOB, 3, 2);

    alice.send(Sends.numbered(1, BOB, 1, 2, 3));

    alice.next(Accepted.class);
    assertNumber(here, 1);
    assertNumber(there, 1);
    assertNumber(elsewhere, 1);
    assertThat(ground.woken).isEmpty();
  }

  @Test
  void receiptsFindTheSendersDevicesOnEveryLane() {
    ground.hold(ALICE, 1, 2);
    ground.hold(BOB, 1);
    TestClient tablet = ground.connect(ALICE, 2, 2);
    TestClient bob = ground.connect(BOB, 1, 1);
    List<OutgoingSend.Entry> entries = new ArrayList<>(Sends.theirs(1));
    entries.add(Sends.own(2));
    alice.send(Sends.withEntries(1, BOB, entries));

    bob.ack(bob.next(Deliver.class).cursor(), 0);

    assertThat(alice.next(Receipt.class)).isEqualTo(tablet.next(Receipt.class));
  }

  @Test
  void aBatchIsNotFilledAgainBeforeItsSlowestLaneIsDone() throws Exception {
    ground.hold(BOB, 1);
    ground.hold(CAROL, 1);
    TestClient bob = ground.connect(BOB, 1, 1);
    TestClient carol = ground.connect(CAROL, 1, 0);
    CountDownLatch busy = new CountDownLatch(1);
    var waiting =
        ground
            .loop(1)
            .submit(() -> {
              busy.await();
              return true;
            });

    for (int number = 1; number <= 40; number++) {
      alice.send(Sends.numbered(number, number % 2 == 0 ? CAROL : BOB, 1));
      alice.next(Accepted.class);
    }
    busy.countDown();
    assertThat(waiting.get()).isTrue();

    for (int number = 1; number <= 40; number++) {
      assertNumber(number % 2 == 0 ? carol : bob, number);
    }
  }

  @Test
  void devicesThatAreNowhereAreToBeWoken() {
    ground.hold(BOB, 1, 2);
    ground.connect(BOB, 2, 1);

    alice.send(Sends.numbered(1, BOB, 1, 2), Sends.urgent(2, BOB, 1, 2));

    alice.next(Accepted.class);
    DeviceAddress away = new DeviceAddress(BOB, 1);
    assertThat(ground.woken).containsExactly(away.toString(), away + " urgent");
  }

  private static void assertNumber(TestClient client, int number) {
    assertThat(Sends.numberOf(client.next(Deliver.class).envelope())).isEqualTo(number);
  }
}
