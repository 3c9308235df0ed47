package dev.letterlock.benchmarks;

import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.FrameSink;
import io.netty.buffer.ByteBuf;

/** Sends back every message as it came. Runs on the connection's event loop. */
final class EchoSession implements FrameSink {

  private final Connection connection;

  EchoSession(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void binary(ByteBuf buffer, int index, int length) {
    connection.begin(length).writeBytes(buffer, index, length);
    connection.end();
  }

  @Override
  public void text(ByteBuf buffer, int index, int length) {
    connection.beginText(length).writeBytes(buffer, index, length);
    connection.end();
  }

  @Override
  public void turnEnded() {}

  @Override
  public void writabilityChanged() {}

  @Override
  public void sweep(int tick) {}

  @Override
  public void closed() {}
}
