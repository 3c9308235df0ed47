package dev.letterlock.storage.mongo;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps that the database has not seen yet, under a lease, and records each in the
 * collection {@code migrations} ({@code _id} version, {@code reader} the oldest version that works
 * with it) when it is done.
 */
final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final String LEASE = "migrations";
  private static final Duration LEASE_TIME = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  private final MongoCollection<Document> done;
  private final MongoDatabase database;
  private final Await await;
  private final LeaseStore leases;
  private final Clock clock;
  private final List<Migration> migrations;

  Migrations(MongoDatabase database, Await await, LeaseStore leases, Clock clock) {
    this(database, await, leases, clock, Migration.ALL);
  }

  Migrations(
      MongoDatabase database,
      Await await,
      LeaseStore leases,
      Clock clock,
      List<Migration> migrations) {
    this.done = database.getCollection("migrations");
    this.database = database;
    this.await = await;
    this.leases = leases;
    this.clock = clock;
    this.migrations = migrations;
  }

  void run(String holder) {
    requireKnown();
    if (newest() >= migrations.size()) {
      return;
    }
    takeLease(holder);
    try {
      requireKnown();
      for (Migration migration : migrations.stream().skip(newest()).toList()) {
        apply(migration);
      }
    } finally {
      leases.release(LEASE, holder);
    }
  }

  /**
   * Changes nothing.
   *
   * @throws UnusableDatabaseException if a newer program has migrated the database to what this one
   *     cannot work with
   */
  void requireKnown() {
    int needed =
        records().stream()
            .mapToInt(record -> record.getInteger("reader", record.getInteger("_id")))
            .max()
            .orElse(0);
    if (needed > migrations.size()) {
      throw new UnusableDatabaseException(
          "database version: "
              + newest()
              + ", for programs from "
              + needed
              + " on (expected: at most "
              + migrations.size()
              + "; run the newer program that has migrated the database, or restore a backup of"
              + " before)");
    }
  }

  private void apply(Migration migration) {
    log.info("migrating the database to version {}: {}", migration.version(), migration.name());
    migration.step().run(database, await);
    Document record =
        new Document("_id", migration.version())
            .append("reader", migration.reader())
            .append("name", migration.name())
            .append("at", Date.from(clock.instant()));
    await.one(
        done.replaceOne(Where.key(migration.version()), record, new ReplaceOptions().upsert(true)));
  }

  private int newest() {
    return records().stream().mapToInt(record -> record.getInteger("_id")).max().orElse(0);
  }

  private List<Document> records() {
    return await.all(done.find());
  }

  private void takeLease(String holder) {
    while (leases.acquire(LEASE, holder, LEASE_TIME) instanceof LeaseStore.HeldBy other) {
      log.info("waiting for {} to migrate the database", other.holder());
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("migration: interrupted while waiting for its turn", e);
    }
  }
}
