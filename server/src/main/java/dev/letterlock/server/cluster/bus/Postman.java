package dev.letterlock.server.cluster.bus;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes messages to single nodes. What Redis does not take in time is dropped, so that a slow
 * one costs bounded memory: the sweep finds what a message was about. Thread-safe.
 */
final class Postman implements AutoCloseable {
  private static final long MOST_BYTES_UNDER_WAY = 64L << 20;

  private final Exchange exchange;
  private final Line line;
  private final AtomicLong underWay = new AtomicLong();

  Postman(Exchange exchange) {
    this.exchange = exchange;
    line = exchange.line();
  }

  /** Whether anybody listened; fails when that is not known. */
  CompletionStage<Boolean> send(long node, ByteBuf message) {
    int size = message.readableBytes();
    if (underWay.addAndGet(size) > MOST_BYTES_UNDER_WAY) {
      underWay.addAndGet(-size);
      return CompletableFuture.failedStage(
          new IllegalStateException("messages under way: too many (expected: 64 MiB at most)"));
    }
    return exchange
        .publish(line, Channels.of(node), ByteBufUtil.getBytes(message))
        .whenComplete((listeners, fault) -> underWay.addAndGet(-size))
        .thenApply(listeners -> listeners > 0);
  }

  @Override
  public void close() {
    line.close();
  }
}
