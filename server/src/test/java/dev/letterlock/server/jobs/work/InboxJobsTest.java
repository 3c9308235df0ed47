package dev.letterlock.server.jobs.work;

import static dev.letterlock.server.jobs.work.House.ALICE;
import static dev.letterlock.server.jobs.work.House.BOB;
import static dev.letterlock.server.jobs.work.House.CAROL;
import static dev.letterlock.server.jobs.work.House.RETENTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.delivery.store.InboxErasure;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedHead;
import dev.letterlock.storage.message.AgedInboxStore;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.message.ReceiptWatermark;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InboxJobsTest {
  private static final Conversation CONVERSATION =
      new Conversation(Letter.CONVERSATION, Set.of(ALICE.user(), BOB.user()));
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;
  private final List<PendingReceipt> told = new CopyOnWriteArrayList<>();
  private House house;
  private AgedInboxStore aged;

  @BeforeEach
  void open() {
    house = new House(directory);
    aged = house.stores.agedInboxes();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void receiptsReachTheStore() {
    ReceiptDrainJob job = new ReceiptDrainJob(house.engine(), house.stores.receipts());
    report(Receipt.Kind.DELIVERED, 900);
    report(Receipt.Kind.READ, 700);
    job.run();
    assertThat(house.stores.receipts().of(CONVERSATION)).containsExactly(watermark(900, 700));
    assertThat(house.engine().receiptLog(10)).isEmpty();

    report(Receipt.Kind.READ, 900);
    job.run();
    assertThat(house.stores.receipts().of(CONVERSATION)).containsExactly(watermark(900, 900));
  }

  @Test
  @Timeout(30)
  void receiptsThatGoOnChangingAreLeftToTheNextRun() {
    Queue<Long> seen = new ConcurrentLinkedQueue<>();
    ReceiptStore whileTheyRead =
        new ReceiptStore() {
          @Override
          public void raise(Collection<ReceiptWatermark> watermarks) {
            long upTo = watermarks.iterator().next().delivered();
            seen.add(upTo);
            report(Receipt.Kind.DELIVERED, upTo + 1);
          }

          @Override
          public List<ReceiptWatermark> of(Conversation conversation) {
            throw new UnsupportedOperationException();
          }
        };
    report(Receipt.Kind.DELIVERED, 900);

    new ReceiptDrainJob(house.engine(), whileTheyRead, 1).run();

    assertThat(seen).containsExactly(900L, 901L);
    assertThat(house.engine().receiptLog(10)).hasSize(1);
  }

  @Test
  void receiptsStayInTheEngineWhileTheStoreIsAway() {
    report(Receipt.Kind.DELIVERED, 900);
    house.closeStores();
    ReceiptDrainJob job = new ReceiptDrainJob(house.engine(), house.stores.receipts());

    assertThatThrownBy(job::run).isInstanceOf(RuntimeException.class);
    assertThat(house.engine().receiptLog(10)).hasSize(1);
  }

  @Test
  void oldEnvelopesMoveToTheLongTermStore() throws Exception {
    send(1, 1_200);
    house.file();
    house.clock.pass(DAY);
    send(1_201, 1_202);
    ageJob(aged).run();

    assertThat(copies()).hasSize(1_200).startsWith("text 1").endsWith("text 1200");
    InboxState inbox = house.client().open(BOB);
    assertThat(inbox.agedUpTo()).isEqualTo(new Cursor(inbox.epoch(), 1_200));
    assertThat(inbox.acked().seq()).isZero();
    assertThat(house.client().readAll(BOB, Cursor.ZERO))
        .containsExactly(inbox.epoch() + ":1201 text 1201", inbox.epoch() + ":1202 text 1202");
  }

  @Test
  void aCopyThatWasNotTrimmedIsRepeatedWithoutHarm() throws Exception {
    send(1, 3);
    house.file();
    house.clock.pass(DAY);
    assertThatThrownBy(() -> ageJob(new CopiesThenFails(aged)).run())
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(house.client().readAll(BOB, Cursor.ZERO)).hasSize(3);

    house.restartEngine();
    ageJob(aged).run();
    ageJob(aged).run();
    assertThat(copies()).containsExactly("text 1", "text 2", "text 3");
    assertThat(house.client().readAll(BOB, Cursor.ZERO)).isEmpty();
  }

  @Test
  void expiredEnvelopesBecomeGapsAndAreReported() {
    house.client().sendOne(Letter.to(ALICE, 1, BOB).expiring(house.clock.micros() + 1_000_000));
    house.clock.pass(Duration.ofSeconds(2));
    new ExpireJob(house.engine(), house.clock).run();

    assertThat(house.client().pending(ALICE, 0, 10).receipts())
        .singleElement()
        .extracting(PendingReceipt::kind)
        .isEqualTo(Receipt.Kind.EXPIRED);
    assertThat(house.client().readAll(BOB, Cursor.ZERO))
        .singleElement()
        .asString()
        .endsWith("EXPIRED");
  }

  @Test
  void agedEnvelopesThatExpireAreReportedAndThenDropped() throws Exception {
    ageThatExpires();
    ExpireAgedJob job = expireAgedJob();
    job.run();
    assertThat(pendingKinds()).containsExactly(Receipt.Kind.EXPIRED);
    assertThat(told).isEqualTo(house.client().pending(ALICE, 0, 10).receipts());
    assertThat(copies()).hasSize(2);

    job.run();
    assertThat(copies()).containsExactly("text 2");
    job.run();
    assertThat(pendingKinds()).hasSize(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void agedEnvelopesThatTheDeviceHasConfirmedAreDroppedInSilence() throws Exception {
    ageThatExpires();
    house.client().ack(BOB, house.client().open(BOB).agedUpTo());
    ExpireAgedJob job = expireAgedJob();
    job.run();
    job.run();

    assertThat(pendingKinds()).isEmpty();
    assertThat(copies()).containsExactly("text 2");
  }

  @Test
  void agedEnvelopesThatAnotherDeviceOfTheReaderHadAreDroppedInSilence() throws Exception {
    ageThatExpires();
    house.stores.receipts().raise(List.of(watermark(house.clock.micros(), 0)));
    ExpireAgedJob job = expireAgedJob();
    job.run();
    job.run();

    assertThat(pendingKinds()).isEmpty();
    assertThat(copies()).containsExactly("text 2");
  }

  @Test
  void whatDevicesHaveConfirmedLeavesTheLongTermStore() throws Exception {
    send(1, 3);
    house.client().sendOne(Letter.to(ALICE, 4, CAROL));
    house.file();
    house.clock.pass(DAY.multipliedBy(2));
    ageJob(aged).run();
    Cursor last = house.client().open(BOB).agedUpTo();
    house.client().ack(BOB, new Cursor(last.epoch(), 2));
    TrimAgedJob job = new TrimAgedJob(house.engine(), aged);
    job.run();
    assertThat(copies()).containsExactly("text 3");

    house.client().ack(BOB, last);
    job.run();
    job.run();
    assertThat(copies()).isEmpty();
    assertThat(aged.heads(null, 10)).extracting(AgedHead::device).containsExactly(CAROL);
  }

  @Test
  void whatHasMovedGoesWithItsDevice() throws Exception {
    send(1, 3);
    house.file();
    house.clock.pass(DAY.multipliedBy(2));
    ageJob(aged).run();
    assertThat(copies()).hasSize(3);

    erasure().accept(BOB);

    assertThat(copies()).isEmpty();
    assertThat(house.client().readAll(BOB, Cursor.ZERO)).noneMatch(line -> line.contains("text"));
  }

  @Test
  void devicesThatWereNotSeenForTheRetentionAreForgottenOnce() throws Exception {
    LocalDate longAgo = today().minusDays(RETENTION.toDays() + 2);
    house.stores.devices().register(Samples.registration(BOB), longAgo);
    send(1, 1);
    long epoch = house.client().open(BOB).epoch();
    ForgetUnseenDevicesJob job = forgetJob();
    job.run();

    InboxState forgotten = house.client().open(BOB);
    assertThat(Long.compareUnsigned(forgotten.epoch(), epoch)).isPositive();
    assertThat(house.client().readAll(BOB, Cursor.ZERO)).noneMatch(line -> line.contains("text"));

    job.run();
    assertThat(house.client().open(BOB).epoch()).isEqualTo(forgotten.epoch());
  }

  @Test
  void devicesThatWereSeenKeepWhatWaits() throws Exception {
    house.stores.devices().register(Samples.registration(BOB), today());
    send(1, 1);
    forgetJob().run();

    assertThat(house.client().readAll(BOB, Cursor.ZERO)).hasSize(1);
  }

  /** Of two aged envelopes the first has expired. */
  private void ageThatExpires() throws InterruptedException {
    long expiry = house.clock.micros() + DAY.multipliedBy(3).toMillis() * 1_000;
    house.client().sendOne(Letter.to(ALICE, 1, BOB).expiring(expiry));
    send(2, 2);
    house.file();
    house.clock.pass(DAY.multipliedBy(2));
    ageJob(aged).run();
    assertThat(copies()).hasSize(2);
    house.clock.pass(DAY);
  }

  private List<Receipt.Kind> pendingKinds() {
    return house.client().pending(ALICE, 0, 10).receipts().stream()
        .map(PendingReceipt::kind)
        .toList();
  }

  private ExpireAgedJob expireAgedJob() {
    return new ExpireAgedJob(
        house.engine(),
        aged,
        house.stores.receipts(),
        (sender, receipt) -> {
          assertThat(sender).isEqualTo(ALICE.user());
          told.add(receipt);
        },
        house.clock);
  }

  private AgeInboxesJob ageJob(AgedInboxStore to) {
    return new AgeInboxesJob(house.engine(), to, DAY, RETENTION, house.clock);
  }

  private ForgetUnseenDevicesJob forgetJob() {
    return new ForgetUnseenDevicesJob(
        house.stores.devices(), house.engine(), erasure(), _ -> false, RETENTION, house.clock);
  }

  private InboxErasure erasure() {
    return new InboxErasure(house.engine(), aged);
  }

  private void send(long from, long to) {
    house
        .client()
        .send(
            LongStream.rangeClosed(from, to)
                .mapToObj(id -> Letter.to(ALICE, id, BOB))
                .toArray(Letter[]::new));
  }

  private void report(Receipt.Kind kind, long upTo) {
    house.client().report(kind, BOB, BOB.user(), ALICE, upTo);
  }

  private List<String> copies() {
    return aged.read(BOB, Cursor.ZERO, 10_000, Integer.MAX_VALUE).stream()
        .map(AgedEntry::envelope)
        .map(envelope -> Letter.textOf(Unpooled.wrappedBuffer(envelope.toByteArray())))
        .toList();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(house.clock.instant(), ZoneOffset.UTC);
  }

  private static ReceiptWatermark watermark(long delivered, long read) {
    return new ReceiptWatermark(CONVERSATION.id(), BOB.user(), ALICE, delivered, read);
  }
}
