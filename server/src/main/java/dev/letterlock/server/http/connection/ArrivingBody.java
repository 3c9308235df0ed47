package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.BrokenOffException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request body between the event loop, which adds what arrives, and the endpoint's thread, which
 * reads it. When the reader falls behind by more than a fixed number of bytes the connection stops
 * reading until it has caught up.
 */
final class ArrivingBody extends InputStream {

  private static final int HIGH = 256 * 1024;
  private static final int LOW = 64 * 1024;

  /** Told on either thread whether more should be read from the connection. */
  @FunctionalInterface
  interface Flow {
    void wanted(boolean more);
  }

  private final Flow flow;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private int position;
  private int waiting;
  private boolean stopped;
  private boolean ended;
  private @Nullable IOException fault;

  ArrivingBody(Flow flow) {
    this.flow = flow;
  }

  /** Adds what arrived. Event loop. */
  void add(byte[] piece) {
    lock.lock();
    try {
      if (piece.length == 0 || ended) {
        return;
      }
      pieces.add(piece);
      waiting += piece.length;
      if (waiting > HIGH && !stopped) {
        stopped = true;
        flow.wanted(false);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come. Event loop. */
  void end() {
    end(null);
  }

  /** Reading fails from here on, unless the body was complete. Event loop. */
  void fail(IOException cause) {
    end(cause);
  }

  private void end(@Nullable IOException cause) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        fault = cause;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      byte[] piece = await();
      return piece == null ? -1 : take(piece, into, offset, length);
    } finally {
      lock.unlock();
    }
  }

  private byte @Nullable [] await() throws IOException {
    while (pieces.isEmpty() && !ended) {
      changed.awaitUninterruptibly();
    }
    if (fault != null) {
      throw new BrokenOffException(fault);
    }
    return pieces.peek();
  }

  private int take(byte[] piece, byte[] into, int offset, int length) {
    int taken = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, into, offset, taken);
    position += taken;
    waiting -= taken;
    if (position == piece.length) {
      pieces.remove();
      position = 0;
    }
    if (stopped && waiting < LOW) {
      stopped = false;
      flow.wanted(true);
    }
    return taken;
  }
}
