package dev.letterlock.storage;

import dev.letterlock.storage.mongo.MongoStores;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every database behind the ports has to keep. The tests run on the embedded server, and on
 * the one that MONGODB_URI names when it is set.
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
}
