package dev.letterlock.server.api.management;

import dev.letterlock.server.features.admin.ImportReport;
import dev.letterlock.server.http.JsonCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells an operator how an import goes: a count each second, and at the end every line that failed.
 * Failures wait for the end because a client that still sends may not read yet; were the answer to
 * fill up, both sides would wait for each other.
 */
final class ImportProgress implements ImportReport {

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_SHOWN = 100_000;

  private final OutputStream out;
  private final JsonCodec json;
  private final AtomicLong imported = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private long toldAt = System.nanoTime();

  ImportProgress(OutputStream out, JsonCodec json) {
    this.out = out;
    this.json = json;
  }

  private record Progress(long imported) {}

  private record Failure(int line, String code, String detail) {}

  private record Done(boolean done, long imported, long failed) {}

  @Override
  public void imported() {
    imported.incrementAndGet();
  }

  @Override
  public void failed(int line, String code, String detail) {
    if (failed.incrementAndGet() <= MOST_SHOWN) {
      failures.add(new Failure(line, code.toLowerCase(Locale.ROOT), detail));
    }
  }

  @Override
  public void pulse() throws IOException {
    long now = System.nanoTime();
    if (now - toldAt >= PERIOD) {
      toldAt = now;
      write(new Progress(imported.get()));
      out.flush();
    }
  }

  /** Ends the answer; called when the import has returned. */
  void done() throws IOException {
    for (Failure failure = failures.poll(); failure != null; failure = failures.poll()) {
      write(failure);
    }
    write(new Done(true, imported.get(), failed.get()));
    out.flush();
  }

  private void write(Object event) throws IOException {
    out.write(json.write(event));
    out.write('\n');
  }
}
