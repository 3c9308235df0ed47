package dev.letterlock.server.net;

import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.net.websocket.WebSocketWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one connection: frames are written straight into a pooled buffer that is allocated
 * when the first one of a turn comes and leaves with one flush at its end. Nothing is held between
 * turns. Runs on the connection's event loop.
 */
final class SessionOutput {

  private static final int SMALLEST = 512;
  private static final int LARGEST = 32 * 1024;

  private final Channel channel;
  private final FlushQueue flushes;
  private @Nullable ByteBuf buffer;
  private int frameEnd;
  private boolean queued;
  private boolean ended;

  SessionOutput(Channel channel, FlushQueue flushes) {
    this.channel = channel;
    this.flushes = flushes;
  }

  ByteBuf beginBinary(int payload) {
    ByteBuf out = room(payload);
    WebSocketWriter.binaryHeader(out, payload);
    frameEnd = out.writerIndex() + payload;
    return out;
  }

  ByteBuf beginText(int payload) {
    ByteBuf out = room(payload);
    WebSocketWriter.textHeader(out, payload);
    frameEnd = out.writerIndex() + payload;
    return out;
  }

  void end() {
    if (buffer == null || buffer.writerIndex() != frameEnd) {
      throw new IllegalStateException("frame: another length (expected: as announced)");
    }
    enqueue();
  }

  void ping() {
    WebSocketWriter.ping(room(0));
    enqueue();
  }

  void pong(ByteBuf from, int index, int length) {
    ByteBuf out = room(length);
    WebSocketWriter.pongHeader(out, length);
    out.writeBytes(from, index, length);
    enqueue();
  }

  /** Writes a close frame; what is written after it is dropped. */
  void close(CloseStatus status) {
    WebSocketWriter.close(room(WebSocketWriter.MAX_CONTROL), status);
    endAfterThis();
  }

  /** Answers a close frame; what is written after it is dropped. */
  void closeReply(int code) {
    WebSocketWriter.closeReply(room(Short.BYTES), code);
    endAfterThis();
  }

  boolean writable() {
    return channel.isWritable();
  }

  /** Hands all that was written to the socket. */
  void flush() {
    queued = false;
    handOver();
    channel.flush();
  }

  /** Drops what was not handed over and all that is still to be written. */
  void discard() {
    ended = true;
    handOver();
  }

  private ByteBuf room(int payload) {
    int needed = WebSocketWriter.headerSize(payload) + payload;
    ByteBuf current = buffer;
    int next = SMALLEST;
    if (current != null) {
      if (current.writableBytes() >= needed) {
        return current;
      }
      next = Math.min(LARGEST, 4 * current.capacity());
      handOver();
    }
    ByteBuf fresh = channel.alloc().ioBuffer(Math.max(next, needed));
    buffer = fresh;
    return fresh;
  }

  private void handOver() {
    ByteBuf full = buffer;
    if (full == null) {
      return;
    }
    buffer = null;
    if (ended) {
      full.release();
    } else {
      var _ = channel.write(full, channel.voidPromise());
    }
  }

  private void endAfterThis() {
    handOver();
    ended = true;
    enqueue();
  }

  private void enqueue() {
    if (!queued) {
      queued = true;
      flushes.add(this);
    }
  }
}
