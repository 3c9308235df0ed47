package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A back end that comes back. When a commit fails, on a full disk for instance, the store closes
 * itself, and what was not committed is gone, as it should be, for it was not answered either; the
 * next request opens the file again with all that was.
 */
final class ReopeningBackend {
  private static final Logger log = LoggerFactory.getLogger(ReopeningBackend.class);

  private final Path file;
  private volatile DurableBackend current;
  private boolean closed;

  private ReopeningBackend(Path file) {
    this.file = file;
    this.current = DurableBackend.open(file);
  }

  static ReopeningBackend open(Path file) {
    return new ReopeningBackend(file);
  }

  /** For the server; a proxy, since all its methods do the same here. */
  MongoBackend asBackend() {
    return (MongoBackend)
        Proxy.newProxyInstance(
            MongoBackend.class.getClassLoader(),
            new Class<?>[] {MongoBackend.class},
            (_, method, arguments) -> invoke(method, arguments));
  }

  /**
   * Writes the file into an archive.
   *
   * @throws IOException while it is closed
   */
  void backUp(ZipOutputStream out) throws IOException {
    DurableBackend backend = usable();
    if (!backend.storing()) {
      throw new IOException("embedded database: closed (expected: open)");
    }
    backend.backUp(out);
  }

  boolean storing() {
    return current.storing();
  }

  private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
    DurableBackend backend = method.getName().equals("close") ? ended() : usable();
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private synchronized DurableBackend ended() {
    closed = true;
    return current;
  }

  /**
   * The store, opened again if it has closed itself; while it is closed it says that it is away.
   */
  private DurableBackend usable() {
    DurableBackend backend = current;
    return backend.storing() ? backend : reopened();
  }

  private synchronized DurableBackend reopened() {
    if (!closed && !current.storing()) {
      try {
        current = DurableBackend.open(file);
        log.warn("the embedded database was closed by a failure and is open again");
      } catch (RuntimeException e) {
        log.warn("the embedded database cannot be opened: {}", e.getMessage());
      }
    }
    return current;
  }
}
