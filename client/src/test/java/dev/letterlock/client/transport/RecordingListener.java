package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a connection brings, for a test thread to look at. */
final class RecordingListener implements MessageListener {

  final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
  final CompletableFuture<Closure> closed = new CompletableFuture<>();
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();

  byte[] next() throws InterruptedException {
    byte[] message = messages.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message within 30 s");
    }
    return message;
  }

  @Override
  public void opened(WebSocketConnection connection) {
    opened.complete(connection);
  }

  @Override
  public void received(ByteBuf message) {
    byte[] copy = new byte[message.readableBytes()];
    message.readBytes(copy);
    messages.add(copy);
  }

  @Override
  public void closed(Closure closure) {
    closed.complete(closure);
  }
}
