package dev.letterlock.server.cluster.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** On one primary. */
final class SingleExchange implements Exchange {
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final RedisClient client;

  SingleExchange(RedisURI address, Duration patience) {
    client = RedisClient.create(address);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(patience))
            .build());
  }

  @Override
  public Line line() {
    return Line.of(client.connect(ByteArrayCodec.INSTANCE));
  }

  @Override
  public CompletionStage<Long> publish(Line line, byte[] channel, byte[] message) {
    return line.async().publish(channel, message);
  }

  @Override
  public Hearing hear(byte[] channel, Consumer<byte[]> messages) {
    StatefulRedisPubSubConnection<byte[], byte[]> connection =
        client.connectPubSub(ByteArrayCodec.INSTANCE);
    connection.addListener(new Ear(messages));
    connection.sync().subscribe(channel);
    return connection::close;
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSING);
  }
}
