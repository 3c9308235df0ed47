package dev.letterlock.storage;

import dev.letterlock.storage.mongo.MongoStores;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every database behind the ports has to keep. The tests run on the embedded server, and on
 * the one that MONGODB_URI names when it is set.
 *
 * <p>Durability belongs to every one of these contracts: when a method that writes returns, what it
 * wrote survives the death of the database at any later instant (on a real server, of any minority
 * of its nodes). The embedded server is killed over it in {@code EmbeddedMongoCrashIT}, for
 * accounts, devices and messages; of a real one the stores ask it by their write concern.
 */
@ParameterizedClass
@MethodSource("databases")
public abstract class StoreContract {
  /** The database under test; empty but for its migrations when the run of all tests begins. */
  @Parameter @Nullable TestDatabase database;

  static Stream<TestDatabase> databases() {
    return TestDatabase.all();
  }

  protected final MongoStores stores() {
    return Objects.requireNonNull(database).stores();
  }

  /** As {@link #stores()}, under a clock of the caller's, who closes them. */
  protected final MongoStores stores(Clock clock) {
    return Objects.requireNonNull(database).stores(clock);
  }
}
