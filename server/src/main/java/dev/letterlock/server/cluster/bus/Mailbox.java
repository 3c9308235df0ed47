package dev.letterlock.server.cluster.bus;

import dev.letterlock.server.cluster.NodeTraffic;
import dev.letterlock.server.cluster.PeerMessage;
import dev.letterlock.server.cluster.PeerSink;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other nodes have for this one, on a thread of the Redis library. */
final class Mailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Exchange exchange;
  private final long number;
  private final NodeTraffic traffic;
  private Exchange.@Nullable Hearing hearing;

  Mailbox(Exchange exchange, long number, NodeTraffic traffic) {
    this.exchange = exchange;
    this.number = number;
    this.traffic = traffic;
  }

  /** Hears from now on, and again after each time that the connection was lost. Blocking. */
  void listen(PeerSink sink) {
    hearing = exchange.hear(Channels.of(number), message -> take(message, sink));
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
    Exchange.Hearing present = hearing;
    if (present != null) {
      present.close();
    }
  }
}
