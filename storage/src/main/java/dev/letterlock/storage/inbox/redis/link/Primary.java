package dev.letterlock.storage.inbox.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to a primary that was judged fit. It is never mended: when anything goes wrong it
 * is closed, and the next one is judged anew. Thread-safe.
 */
final class Primary {
  private static final CompletableFuture<Void> CONFIRMED = CompletableFuture.completedFuture(null);
  private static final ProtocolKeyword WAITAOF =
      () -> "WAITAOF".getBytes(StandardCharsets.US_ASCII);

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final LinkConfig config;
  private final Fitness fitness;
  private final Map<Script, byte[]> shas;

  private Primary(
      StatefulRedisConnection<byte[], byte[]> connection,
      LinkConfig config,
      Fitness fitness,
      Map<Script, byte[]> shas) {
    this.connection = connection;
    this.config = config;
    this.fitness = fitness;
    this.shas = shas;
  }

  /**
   * Judges the Redis and loads the scripts. Blocking.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws RuntimeException if it does not answer, or refuses
   */
  static Primary judge(
      StatefulRedisConnection<byte[], byte[]> connection, LinkConfig config, Layout layout) {
    Fitness fitness = Fitness.of(connection.sync(), config.durability(), layout);
    Map<Script, byte[]> shas = new EnumMap<>(Script.class);
    for (Script script : Script.values()) {
      String sha = connection.sync().scriptLoad(script.text());
      shas.put(script, sha.getBytes(StandardCharsets.US_ASCII));
    }
    return new Primary(connection, config, fitness, shas);
  }

  /** Judges it again. Blocking. */
  void judgeAgain(Layout layout) {
    Fitness.of(connection.sync(), config.durability(), layout);
  }

  String runId() {
    return fitness.runId();
  }

  /** The server's time. */
  long millis() {
    return config.clock().instant().toEpochMilli();
  }

  RedisCommands<byte[], byte[]> commands() {
    return connection.sync();
  }

  /** Runs a script; what it wrote is as durable as promised when it is confirmed. */
  CompletableFuture<List<Object>> send(ScriptCall call, Domain domain, byte[] marker) {
    byte[] sha = Objects.requireNonNull(shas.get(call.script()));
    return dispatch(CommandType.EVALSHA, new MarkedArgs(call, sha, domain, marker));
  }

  /** Completes when everything that was sent before is as durable as promised. */
  CompletableFuture<Void> confirm() {
    if (config.replicaAcks() == 0 && !fitness.waitsForAof()) {
      return CONFIRMED;
    }
    return confirmation().thenAccept(this::requireCopies);
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  void close() {
    if (connection.isOpen()) {
      var _ = connection.closeAsync();
    }
  }

  private CompletableFuture<List<Object>> confirmation() {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    if (fitness.waitsForAof()) {
      args.add(1);
    }
    args.add(config.replicaAcks()).add(config.patience().toMillis() / 2);
    return dispatch(fitness.waitsForAof() ? WAITAOF : CommandType.WAIT, args);
  }

  /** WAIT tells replicas; WAITAOF first whether the file is synced here, then on how many. */
  private void requireCopies(List<Object> copies) {
    long replicas = (Long) copies.getLast();
    boolean synced = !fitness.waitsForAof() || (Long) copies.getFirst() > 0;
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
