package dev.letterlock.storage.inbox.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to a primary that was judged fit, and the generation that is in force there. It is
 * never mended: when anything goes wrong it is closed, and the next one is judged anew.
 * Thread-safe.
 */
final class Primary {
  private static final byte[] NOBODY = {};
  private static final ProtocolKeyword WAITAOF =
      () -> "WAITAOF".getBytes(StandardCharsets.US_ASCII);

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final LinkConfig config;
  private final Map<Script, byte[]> shas;
  private final boolean waitsForAof;
  private final byte[] marker;

  private Primary(
      StatefulRedisConnection<byte[], byte[]> connection,
      LinkConfig config,
      Map<Script, byte[]> shas,
      boolean waitsForAof,
      byte[] marker) {
    this.connection = connection;
    this.config = config;
    this.shas = shas;
    this.waitsForAof = waitsForAof;
    this.marker = marker;
  }

  /**
   * Judges the Redis and begins. Blocking.
   *
   * @param known the highest generation that was ever seen, 0 if none
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws RuntimeException if it does not answer, or refuses
   */
  static Primary begin(
      StatefulRedisConnection<byte[], byte[]> connection, LinkConfig config, long known) {
    Fitness fitness = Fitness.of(connection.sync(), config.durability());
    Map<Script, byte[]> shas = new EnumMap<>(Script.class);
    for (Script script : Script.values()) {
      String sha = connection.sync().scriptLoad(script.text());
      shas.put(script, sha.getBytes(StandardCharsets.US_ASCII));
    }
    Primary nobody = new Primary(connection, config, shas, fitness.waitsForAof(), NOBODY);
    // In milliseconds, so that a number that was lost with the tail of a file is not given twice.
    long least = Math.max(config.clock().instant().toEpochMilli(), known + 1);
    ScriptCall begin = new ScriptCall(Script.BEGIN).argument(fitness.runId()).argument(least);
    byte[] marker = (byte[]) nobody.run(begin).join().getFirst();
    return new Primary(connection, config, shas, fitness.waitsForAof(), marker);
  }

  long generation() {
    String text = new String(marker, StandardCharsets.US_ASCII);
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }

  /** Runs a script; completes when what it wrote is as durable as promised. */
  CompletableFuture<List<Object>> run(ScriptCall call) {
    CompletableFuture<List<Object>> answer = send(call);
    if (!call.script().isCounting() || (config.replicaAcks() == 0 && !waitsForAof)) {
      return answer;
    }
    return answer.thenCombine(
        confirmation(),
        (result, copies) -> {
          requireCopies(copies);
          return result;
        });
  }

  /** Asks whether the generation is still in force and the promise still kept. Blocking. */
  void examine(boolean thoroughly) {
    if (!Arrays.equals(marker, connection.sync().get(Domain.MARKER))) {
      throw new UnfitRedisException("Redis: another generation is in force");
    }
    if (thoroughly) {
      Fitness.of(connection.sync(), config.durability());
    }
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  void close() {
    if (connection.isOpen()) {
      var _ = connection.closeAsync();
    }
  }

  private CompletableFuture<List<Object>> send(ScriptCall call) {
    byte[] sha = Objects.requireNonNull(shas.get(call.script()));
    return dispatch(CommandType.EVALSHA, new MarkedArgs(call, sha, marker));
  }

  private CompletableFuture<List<Object>> confirmation() {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    if (waitsForAof) {
      args.add(1);
    }
    args.add(config.replicaAcks()).add(config.patience().toMillis() / 2);
    return dispatch(waitsForAof ? WAITAOF : CommandType.WAIT, args);
  }

  /** WAIT tells replicas; WAITAOF first whether the file is synced here, then on how many. */
  private void requireCopies(List<Object> copies) {
    long replicas = (Long) copies.getLast();
    boolean synced = !waitsForAof || (Long) copies.getFirst() > 0;
    if (replicas < config.replicaAcks() || !synced) {
      throw new UnconfirmedException(replicas, config.replicaAcks());
    }
  }

  private CompletableFuture<List<Object>> dispatch(
      ProtocolKeyword type, CommandArgs<byte[], byte[]> args) {
    AsyncCommand<byte[], byte[], List<Object>> command =
        new AsyncCommand<>(
            new Command<>(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), args));
    connection.dispatch(command);
    return command;
  }
}
