package dev.letterlock.server.http.connection;

import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.FrameSink;
import io.netty.buffer.ByteBuf;

/** Sends back every binary message. */
class EchoSink implements FrameSink {

  final Connection connection;

  EchoSink(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void binary(ByteBuf buffer, int index, int length) {
    connection.begin(length).writeBytes(buffer, index, length);
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
