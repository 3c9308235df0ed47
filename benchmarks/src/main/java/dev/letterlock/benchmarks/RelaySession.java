package dev.letterlock.benchmarks;

import dev.letterlock.server.net.Connection;
import dev.letterlock.server.net.FrameSink;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One client of the relay. Its first message joins a pair; each later one goes to the other half as
 * it is, and its first 8 bytes come back as the ack. Runs on the connection's event loop; the other
 * half may live on another.
 */
final class RelaySession implements FrameSink {

  private static final int ACK = Long.BYTES;

  private final Connection connection;
  private final Pairs pairs;
  private @Nullable RelaySession other;
  private boolean joined;

  RelaySession(Connection connection, Pairs pairs) {
    this.connection = connection;
    this.pairs = pairs;
  }

  @Override
  public void binary(ByteBuf buffer, int index, int length) {
    if (!joined) {
      joined = true;
      pairs.join(buffer.getInt(index), this);
      return;
    }
    RelaySession target = other;
    if (target != null && length >= ACK) {
      target.deliver(buffer, index, length);
      connection.begin(ACK).writeBytes(buffer, index, ACK);
      connection.end();
    }
  }

  /** Called once, when the other half is there. */
  void pairedWith(RelaySession half) {
    connection
        .loop()
        .eventLoop()
        .execute(() -> {
          other = half;
          connection.begin(0);
          connection.end();
        });
  }

  private void deliver(ByteBuf buffer, int index, int length) {
    if (connection.loop().eventLoop().inEventLoop()) {
      write(buffer, index, length);
      return;
    }
    ByteBuf kept = buffer.retainedSlice(index, length);
    connection
        .loop()
        .eventLoop()
        .execute(() -> {
          write(kept, kept.readerIndex(), length);
          kept.release();
        });
  }

  private void write(ByteBuf buffer, int index, int length) {
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
