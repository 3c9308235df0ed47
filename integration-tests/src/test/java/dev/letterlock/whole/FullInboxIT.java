package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that leave their inboxes to fill up (docs/PROTOCOL.md §1, INBOX_LIMIT). */
class FullInboxIT {
  private static final int LIMIT = 3;

  @TempDir Path folder;

  private RunningServer server;
  private Pair pair;
  private WireClient alice;

  @BeforeEach
  void startServer() throws Exception {
    server =
        new RunningServer(folder.resolve("data"), Map.of("INBOX_LIMIT", Integer.toString(LIMIT)));
    pair = new Pair(server);
    alice = pair.open(pair.alice());
  }

  @AfterEach
  void endEverything() {
    pair.close();
    server.close();
  }

  @Test
  void theSenderIsToldAndComesThroughOnceThereIsRoom() throws Exception {
    for (int n = 1; n <= LIMIT; n++) {
      assertThat(Pair.accepted(alice, pair.message(n).withRef(n)).full()).isEmpty();
    }
    OutgoingSend tooMany = pair.message(LIMIT + 1);

    alice.send(tooMany.withRef(LIMIT + 1));

    Failure failure = alice.next(Failure.class);
    assertThat(failure.error()).isEqualTo(ErrorCode.INBOX_FULL);
    assertThat(failure.firstRef()).isEqualTo(LIMIT + 1);
    assertThat(failure.retryAfterMillis()).isPositive();
    assertThat(pair.inboxOf(pair.bob())).containsExactly(1L, 2L, 3L);
    WireClient bob = pair.open(pair.bob());
    Cursor first = bob.next(Deliver.class).cursor();
    bob.send(new Ack(first, 0));
    alice.next(Receipt.class);
    Pair.accepted(alice, tooMany.withRef(LIMIT + 2));
    for (long n = 2; n <= LIMIT + 1; n++) {
      Deliver deliver = bob.next(Deliver.class);
      assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(n);
      assertThat(deliver.cursor().seq()).isEqualTo(n);
    }
  }

  @Test
  void theOtherDevicesAreServedAndTheFullOneIsNamed() throws Exception {
    LoadUser carol = server.users(1, 2).getFirst();
    LoadDevice quick = carol.devices().get(0);
    LoadDevice away = carol.devices().get(1);
    WireClient reader = open(quick, Cursor.ZERO);
    for (int n = 1; n <= LIMIT; n++) {
      assertThat(toCarol(carol, n).full()).isEmpty();
      acknowledge(reader, n);
    }

    assertThat(toCarol(carol, LIMIT + 1).full())
        .containsExactly(new Accepted.FullInbox(LIMIT + 1, away.address()));

    acknowledge(reader, LIMIT + 1);
    Cursor stored = readAll(open(away, Cursor.ZERO));
    WireClient back = open(away, stored);
    assertThat(toCarol(carol, LIMIT + 2).full()).as("resuming acked all of it").isEmpty();
    acknowledge(reader, LIMIT + 2);
    Deliver next = back.next(Deliver.class);
    assertThat(Messages.numberOf(next.envelope())).isEqualTo(LIMIT + 2);
    assertThat(next.cursor().seq()).as("the one it missed took no place").isEqualTo(LIMIT + 1);
  }

  private Accepted toCarol(LoadUser carol, int number) throws InterruptedException {
    return Pair.accepted(alice, Messages.numbered(pair.alice(), carol, number).withRef(number));
  }

  /** Reads a full inbox and acks nothing; returns its last place. */
  private static Cursor readAll(WireClient reader) throws InterruptedException {
    Cursor last = Cursor.ZERO;
    for (int n = 1; n <= LIMIT; n++) {
      Deliver deliver = reader.next(Deliver.class);
      assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(n);
      last = deliver.cursor();
    }
    return last;
  }

  /** The receipt says that the place in the inbox is free again. */
  private void acknowledge(WireClient reader, long number) throws InterruptedException {
    Deliver deliver = reader.next(Deliver.class);
    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(number);
    reader.send(new Ack(deliver.cursor(), 0));
    alice.next(Receipt.class);
  }

  private WireClient open(LoadDevice device, Cursor resume) throws InterruptedException {
    WireClient client = pair.connect();
    client.hello(device, resume);
    client.next(Welcome.class);
    return client;
  }
}
