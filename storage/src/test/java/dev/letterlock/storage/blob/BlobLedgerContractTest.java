package dev.letterlock.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.mongo.MongoStores;
import dev.letterlock.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlobLedgerContractTest extends StoreContract {
  private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final OpaqueBytes DIGEST = OpaqueBytes.wrap(new byte[32]);
  private static final OpaqueBytes OTHER = OpaqueBytes.wrap(new byte[] {1});
  private static final long SIZE = 1065;
  private static final long CHARGE = SIZE + BlobRecord.OVERHEAD;
  private static final int RIVALS = 16;
  private static final int ROOM = 5;

  private final UserId owner =
      new UserId(ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());
  private BlobLedger ledger;

  @BeforeEach
  void open() {
    ledger = stores().blobs();
  }

  @Test
  void knowsAnUploadAndThenABlob() {
    BlobRecord upload = upload(NOW);

    assertThat(ledger.find(upload.blob())).isEmpty();
    assertThat(ledger.begin(upload, CHARGE)).isTrue();
    assertThat(ledger.find(upload.blob())).contains(upload);
    assertThat(upload.isComplete()).isFalse();

    assertThat(ledger.complete(upload.blob(), DIGEST, LATER)).isTrue();
    assertThat(ledger.find(upload.blob()))
        .contains(new BlobRecord(upload.blob(), owner, SIZE, DIGEST, LATER))
        .get()
        .matches(BlobRecord::isComplete);
  }

  @Test
  void completesTheSameTwiceAndNothingElse() {
    BlobRecord upload = upload(NOW);
    ledger.begin(upload, CHARGE);
    ledger.complete(upload.blob(), DIGEST, LATER);

    assertThat(ledger.complete(upload.blob(), DIGEST, NOW)).isTrue();
    assertThat(ledger.complete(upload.blob(), OTHER, NOW)).isFalse();
    assertThat(ledger.complete(UUID.randomUUID(), DIGEST, NOW)).isFalse();
    assertThat(ledger.find(upload.blob()).orElseThrow().expires()).isEqualTo(LATER);
  }

  @Test
  void refusesWhatIsBeyondTheQuota() {
    BlobRecord first = upload(NOW);
    BlobRecord second = upload(NOW);

    assertThat(ledger.begin(first, CHARGE - 1)).isFalse();
    assertThat(ledger.find(first.blob())).isEmpty();
    assertThat(ledger.begin(first, 2 * CHARGE - 1)).isTrue();
    assertThat(ledger.begin(second, 2 * CHARGE - 1)).isFalse();
    ledger.forget(first.blob());
    ledger.forget(first.blob());
    assertThat(ledger.begin(second, CHARGE)).isTrue();
    assertThat(ledger.begin(upload(NOW), CHARGE)).isFalse();
  }

  @Test
  void letsRivalsHaveNoMoreThanThereIs() throws Exception {
    List<Callable<Boolean>> rivals = new ArrayList<>();
    for (int i = 0; i < RIVALS; i++) {
      rivals.add(() -> ledger.begin(upload(NOW), ROOM * CHARGE));
    }
    int let = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(RIVALS)) {
      for (Future<Boolean> answer : threads.invokeAll(rivals)) {
        let += answer.get() ? 1 : 0;
      }
    }

    assertThat(let).isEqualTo(ROOM);
  }

  /** A node that died between the sum and the record has taken room that nobody uses. */
  @Test
  void countsAnewWhatADeadNodeTook() {
    SettableClock clock = SettableClock.standingNow();
    try (MongoStores stores = stores(clock)) {
      BlobLedger later = stores.blobs();
      BlobRecord twice = upload(NOW);
      assertThat(later.begin(twice, 2 * CHARGE)).isTrue();
      assertThatThrownBy(() -> later.begin(twice, 2 * CHARGE)).isInstanceOf(MongoException.class);

      assertThat(later.begin(upload(NOW), 2 * CHARGE)).isFalse();
      clock.pass(Duration.ofMinutes(2));
      assertThat(later.begin(upload(NOW), 2 * CHARGE)).isTrue();
      assertThat(later.begin(upload(NOW), 2 * CHARGE)).isFalse();
    }
  }

  @Test
  void findsWhatHasExpired() {
    BlobRecord old = upload(NOW);
    BlobRecord young = upload(LATER);
    ledger.begin(old, 2 * CHARGE);
    ledger.begin(young, 2 * CHARGE);

    assertThat(ledger.expired(NOW, Integer.MAX_VALUE)).contains(old).doesNotContain(young);
    ledger.forget(old.blob());
    assertThat(ledger.expired(NOW, Integer.MAX_VALUE)).doesNotContain(old);
    assertThat(ledger.expired(LATER, 1)).hasSize(1);
  }

  private BlobRecord upload(Instant expires) {
    return new BlobRecord(UUID.randomUUID(), owner, SIZE, null, expires);
  }
}
