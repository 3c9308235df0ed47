package dev.letterlock.storage.mongo.access;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.bulk.BulkWriteError;
import dev.letterlock.storage.BlockingGuard;
import dev.letterlock.storage.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Waits for the driver on the calling thread, which must be one that may block, and tells a
 * database that is away from one that refuses.
 */
public final class Await {
  private static final int DUPLICATE_KEY = 11000;

  /**
   * Server error codes of a database that cannot store now: shutting down, disk full, no quorum.
   */
  private static final Set<Integer> UNAVAILABLE = Set.of(64, 91, 100, 189, 11600, 14031);

  private final Duration limit;

  /**
   * @param limit longest wait for one answer; a last resort above the driver's own time-outs
   */
  public Await(Duration limit) {
    this.limit = limit;
  }

  /** The first element, or null if there is none. */
  public <T> @Nullable T first(Publisher<T> publisher) {
    return guarded(() -> Mono.from(publisher).block(limit));
  }

  /** The one element of an operation that always has one. */
  public <T> T one(Publisher<T> publisher) {
    T result = first(publisher);
    if (result == null) {
      throw new IllegalStateException("result: none (expected: one)");
    }
    return result;
  }

  /** All elements. */
  public <T> List<T> all(Publisher<T> publisher) {
    List<T> result = guarded(() -> Flux.from(publisher).collectList().block(limit));
    return result == null ? List.of() : result;
  }

  /** Runs a write and returns true, or false if a unique key is taken. */
  public boolean unlessTaken(Publisher<?> write) {
    try {
      first(write);
      return true;
    } catch (MongoException e) {
      if (e.getCode() == DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }

  /** Runs an unordered bulk write; returns the positions whose unique key is taken. */
  public Set<Integer> takenOf(Publisher<?> bulk) {
    try {
      first(bulk);
      return Set.of();
    } catch (MongoBulkWriteException e) {
      if (e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
        throw e;
      }
      return e.getWriteErrors().stream().map(BulkWriteError::getIndex).collect(Collectors.toSet());
    }
  }

  private <T extends @Nullable Object> T guarded(Supplier<T> wait) {
    BlockingGuard.check();
    try {
      return wait.get();
    } catch (MongoException e) {
      if (isAway(e)) {
        throw new StoreUnavailableException(
            "database: away (" + e.getClass().getSimpleName() + ")", e);
      }
      throw e;
    } catch (IllegalStateException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("Timeout on blocking read")) {
        throw new StoreUnavailableException("database: no answer within " + limit, e);
      }
      throw e;
    }
  }

  private static boolean isAway(MongoException e) {
    return switch (e) {
      case MongoTimeoutException _,
          MongoSocketException _,
          MongoInterruptedException _,
          MongoNotPrimaryException _,
          MongoNodeIsRecoveringException _,
          MongoConnectionPoolClearedException _,
          MongoWriteConcernException _ ->
          true;
      case MongoBulkWriteException bulk -> bulk.getWriteConcernError() != null;
      case MongoCommandException command -> UNAVAILABLE.contains(command.getErrorCode());
      default -> UNAVAILABLE.contains(e.getCode());
    };
  }
}
