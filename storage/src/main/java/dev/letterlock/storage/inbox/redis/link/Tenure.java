package dev.letterlock.storage.inbox.redis.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A domain under a primary: which generation is in force there, by the marker that every script
 * carries. Thread-safe.
 */
final class Tenure {
  private static final byte[] NOBODY = {};

  private final Primary primary;
  private final Domain domain;
  private final byte[] marker;

  private Tenure(Primary primary, Domain domain, byte[] marker) {
    this.primary = primary;
    this.domain = domain;
    this.marker = marker;
  }

  /**
   * Puts the generation of this run of the primary in force; to be confirmed.
   *
   * @param known the highest generation of the domain that was ever seen, 0 if none
   */
  static CompletableFuture<Tenure> begin(Primary primary, Domain domain, long known) {
    // In milliseconds, so that a number that was lost with the tail of a file is not given twice.
    long least = Math.max(primary.millis(), known + 1);
    ScriptCall begin = new ScriptCall(Script.BEGIN).argument(primary.runId()).argument(least);
    return primary
        .send(begin, domain, NOBODY)
        .thenApply(answer -> new Tenure(primary, domain, (byte[]) answer.getFirst()));
  }

  Primary primary() {
    return primary;
  }

  long generation() {
    String text = new String(marker, StandardCharsets.US_ASCII);
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }

  /** Runs a script; completes when what it wrote is as durable as promised. */
  CompletableFuture<List<Object>> run(ScriptCall call) {
    CompletableFuture<List<Object>> answer = send(call);
    return call.script().isCounting()
        ? answer.thenCombine(primary.confirm(), (result, _) -> result)
        : answer;
  }

  /** Runs a script; what it wrote is as durable as promised when the primary confirms. */
  CompletableFuture<List<Object>> send(ScriptCall call) {
    return primary.send(call, domain, marker);
  }

  /**
   * Asks whether the generation is still in force. Blocking.
   *
   * @throws UnfitRedisException if another one is
   */
  void requireInForce() {
    if (!Arrays.equals(marker, primary.commands().get(domain.marker()))) {
      throw new UnfitRedisException("Redis: another generation is in force");
    }
  }
}
