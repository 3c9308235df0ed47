package dev.letterlock.server.jobs.work;

import static dev.letterlock.server.jobs.work.House.ALICE;
import static dev.letterlock.server.jobs.work.House.BOB;
import static dev.letterlock.server.jobs.work.House.RETENTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.delivery.DeliveryGround;
import dev.letterlock.server.delivery.TestClient;
import dev.letterlock.server.delivery.store.StoredAgedInbox;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.message.AgedInboxStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgeingBesideASessionTest {
  private static final int AT_ONCE = Wire.MAX_UNANSWERED;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private House house;
  private AgedInboxStore aged;
  private DeliveryGround ground;

  @BeforeEach
  void open() {
    house = new House(directory);
    aged = house.stores.agedInboxes();
    ground = new DeliveryGround(house.engine(), new StoredAgedInbox(aged, threads), 1);
  }

  @AfterEach
  void close() {
    ground.close();
    house.close();
    threads.close();
  }

  @Test
  void aStalledSessionIsServedWhatAgedMeanwhileAndThenTheRest() throws Exception {
    long last = AT_ONCE + 4;
    send(1, last - 2);
    TestClient bob = stalled();
    age();
    send(last - 1, last);

    bob.ack(bob.session.sentUpTo(), 0);

    for (long seq = AT_ONCE + 1; seq <= last; seq++) {
      assertNext(bob, seq);
    }
  }

  @Test
  void aStalledSessionIsServedWhatAgedMeanwhileWhenNothingElseWaits() throws Exception {
    send(1, AT_ONCE + 2);
    TestClient bob = stalled();
    age();

    bob.ack(bob.session.sentUpTo(), 0);

    assertNext(bob, AT_ONCE + 1);
    assertNext(bob, AT_ONCE + 2);
    assertThat(bob.next(InboxDrained.class).cursor().seq()).isEqualTo(AT_ONCE + 2);
  }

  @Test
  void whatAgedAndExpiredIsAGapAlsoWhenLaterEntriesHaveAged() throws Exception {
    send(1, AT_ONCE + 2);
    TestClient bob = stalled();
    age();
    aged.deleteUpTo(Map.of(BOB, bob.session.sentUpTo()));
    aged.delete(aged.read(BOB, bob.session.sentUpTo(), 1, Integer.MAX_VALUE));

    bob.ack(bob.session.sentUpTo(), 0);

    Gap gap = bob.next(Gap.class);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.EXPIRED);
    assertThat(gap.to().seq()).isEqualTo(AT_ONCE + 1);
    assertNext(bob, AT_ONCE + 2);
  }

  @Test
  void aPartOfWhichEverythingExpiredEndsWhereLaterEntriesHaveAged() throws Exception {
    send(1, 4);
    age();
    Cursor start = house.client().open(BOB).acked();
    Cursor upTo = new Cursor(start.epoch(), 2);
    aged.deleteUpTo(Map.of(BOB, upTo));

    InboxPage page = pageOf(start, upTo);

    assertThat(page.drained()).isTrue();
    assertThat(page.items()).hasSize(1);
    assertThat(page.items().getFirst().toString()).contains("EXPIRED");
  }

  private InboxPage pageOf(Cursor after, Cursor upTo)
      throws InterruptedException, ExecutionException {
    return new StoredAgedInbox(aged, threads)
        .read(BOB, after, upTo, 10, 1 << 20)
        .toCompletableFuture()
        .get();
  }

  /** Bob, who was sent as much as he may be without an ack. */
  private TestClient stalled() {
    TestClient bob = ground.connect(BOB.user(), BOB.device(), 0);
    for (long seq = 1; seq <= AT_ONCE; seq++) {
      assertNext(bob, seq);
    }
    return bob;
  }

  private void age() throws InterruptedException {
    house.file();
    house.clock.pass(DAY);
    new AgeInboxesJob(house.engine(), aged, DAY, RETENTION, house.clock).run();
  }

  private void send(long from, long to) {
    house
        .client()
        .send(
            LongStream.rangeClosed(from, to)
                .mapToObj(id -> Letter.to(ALICE, id, BOB))
                .toArray(Letter[]::new));
  }

  private static void assertNext(TestClient client, long number) {
    Deliver deliver = client.next(Deliver.class);
    assertThat(deliver.cursor().seq()).isEqualTo(number);
    assertThat(deliver.envelope().messageId().low()).isEqualTo(number);
  }
}
