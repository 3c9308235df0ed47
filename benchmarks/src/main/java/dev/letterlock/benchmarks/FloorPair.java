package dev.letterlock.benchmarks;

import dev.letterlock.client.transport.Closure;
import dev.letterlock.client.transport.MessageListener;
import dev.letterlock.client.transport.WebSocketConnection;
import dev.letterlock.loadtest.measure.Latencies;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Two clients of the relay. A message is in flight until its ack and the message itself have come,
 * as in {@code loadtest direct}. Both live on one event loop.
 */
final class FloorPair {

  /** A Send of one device with 1 KiB padded: fields 85, slice 1,097, entry 11, header 93. */
  private static final int MESSAGE = 1286;

  private static final int ACK = Long.BYTES;

  private final int number;
  private final int window;
  private final LongAdder landed;
  private final Latencies times;
  private @Nullable WebSocketConnection sending;
  private boolean paired;
  private long acked;
  private long delivered;
  private long sent;

  /**
   * @param window messages in flight; 0 where only {@link #offer} sends
   * @param times from the intended send to the arrival
   */
  FloorPair(int number, int window, LongAdder landed, Latencies times) {
    this.number = number;
    this.window = window;
    this.landed = landed;
    this.times = times;
  }

  MessageListener sender() {
    return new Half() {
      @Override
      public void opened(WebSocketConnection connection) {
        sending = connection;
        super.opened(connection);
      }

      @Override
      public void received(ByteBuf message) {
        if (message.readableBytes() == ACK) {
          acked++;
        }
        fill();
      }
    };
  }

  MessageListener receiver() {
    return new Half() {
      @Override
      public void received(ByteBuf message) {
        if (message.readableBytes() == MESSAGE) {
          delivered++;
          landed.increment();
          times.record(System.nanoTime() - message.getLong(message.readerIndex()));
          fill();
        }
      }
    };
  }

  /** Sends a message that should have left at a reading of the clock, in nanoseconds. */
  void offer(long intended) {
    WebSocketConnection open = sending;
    if (open != null && paired) {
      sent++;
      open.begin(MESSAGE).writeLong(intended).writeZero(MESSAGE - Long.BYTES);
      open.end();
    }
  }

  private void fill() {
    paired = true;
    while (sending != null && sent < Math.min(acked, delivered) + window) {
      offer(System.nanoTime());
    }
  }

  private abstract class Half implements MessageListener {
    @Override
    public void opened(WebSocketConnection connection) {
      connection.begin(Integer.BYTES).writeInt(number);
      connection.end();
    }

    @Override
    public void closed(Closure closure) {
      sending = null;
    }
  }
}
