package dev.letterlock.server.cluster.bus;

import dev.letterlock.server.cluster.NodeTraffic;
import dev.letterlock.server.cluster.PeerMessage;
import dev.letterlock.server.cluster.PeerSink;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.buffer.Unpooled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other nodes have for this one, on a thread of the Redis library. */
final class Mailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final long number;
  private final NodeTraffic traffic;

  Mailbox(RedisClient client, long number, NodeTraffic traffic) {
    this.connection = client.connectPubSub(ByteArrayCodec.INSTANCE);
    this.number = number;
    this.traffic = traffic;
  }

  /** Subscribes, and again after each time that the connection was lost. Blocking. */
  void listen(PeerSink sink) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] channel, byte[] message) {
            take(message, sink);
          }
        });
    connection.sync().subscribe(Channels.of(number));
  }

  private void take(byte[] message, PeerSink sink) {
    traffic.heard();
    try {
      PeerMessage.read(Unpooled.wrappedBuffer(message), sink);
    } catch (RuntimeException e) {
      LOG.warn("A message of another node could not be understood: {}", e.toString());
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
