package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of one open connection. All methods but {@link #loop()} must be called on the
 * connection's event loop; what is sent in one turn of the loop leaves in one write at its end.
 */
public final class WebSocketConnection {

  private static final int LEAST_BUFFER = 2048;
  private static final int CLOSE_CODE_SIZE = 2;
  private static final int FINISH_SECONDS = 2;

  private final Channel channel;
  private final LoopTurn turn;
  private @Nullable ByteBuf out;
  private boolean closing;
  private int payloadAt;
  private int mask;

  WebSocketConnection(Channel channel, LoopTurn turn) {
    this.channel = channel;
    this.turn = turn;
  }

  /** The loop that owns this connection. */
  public EventLoop loop() {
    return turn.loop();
  }

  /** False while the peer or the network does not take what was sent. */
  public boolean writable() {
    return channel.isWritable();
  }

  /**
   * Sends one binary message. The bytes between the buffer's indices are copied; the buffer stays
   * the caller's. After a close nothing is sent any more.
   */
  public void send(ByteBuf message) {
    frame(Opcode.BINARY, message);
  }

  /**
   * Begins a binary message of exactly {@code length} bytes: the caller appends them to the buffer
   * that is returned and calls {@link #end()} in the same breath. Must not be called after a close.
   */
  public ByteBuf begin(int length) {
    return begin(Opcode.BINARY, length);
  }

  /** Ends the message that {@link #begin} began. */
  public void end() {
    ByteBuf target = out;
    if (target != null) {
      MaskedFrames.mask(target, payloadAt, target.writerIndex(), mask);
    }
  }

  /** Whether a close was sent or the connection is over: nothing can be sent any more. */
  public boolean closing() {
    return closing;
  }

  /**
   * Says goodbye; the answer comes as {@link MessageListener#closed}.
   *
   * @param code RFC 6455 close code
   */
  public void close(int code) {
    if (closing) {
      return;
    }
    ByteBuf payload = channel.alloc().buffer(CLOSE_CODE_SIZE).writeShort(code);
    frame(Opcode.CLOSE, payload);
    payload.release();
    closing = true;
  }

  /** Ends the connection at once, as a crash would; nothing that was not flushed leaves. */
  public void abort() {
    discard();
    var _ = channel.close();
  }

  /** Answers a ping. */
  void pong(ByteBuf payload) {
    frame(Opcode.PONG, payload);
  }

  /** Called once at the end of a turn in which something was sent. */
  void flush() {
    ByteBuf full = out;
    out = null;
    if (full != null) {
      var _ = channel.writeAndFlush(full, channel.voidPromise());
    }
  }

  /** The server ends TCP first (RFC 6455 §7.1.1); this side does it where the server forgets. */
  void finish() {
    var _ = turn.loop().schedule(this::abort, FINISH_SECONDS, TimeUnit.SECONDS);
  }

  /** Releases what was not flushed. */
  void discard() {
    if (out != null) {
      out.release();
      out = null;
    }
    closing = true;
  }

  private void frame(int opcode, ByteBuf payload) {
    if (closing) {
      return;
    }
    begin(opcode, payload.readableBytes())
        .writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    end();
  }

  private ByteBuf begin(int opcode, int length) {
    int room = MaskedFrames.MAX_HEADER + length;
    ByteBuf target = out;
    if (target == null) {
      target = channel.alloc().directBuffer(Math.max(room, LEAST_BUFFER));
      out = target;
      turn.add(this);
    } else {
      target.ensureWritable(room);
    }
    mask = turn.masks().next();
    MaskedFrames.writeHead(target, opcode, length, mask);
    payloadAt = target.writerIndex();
    return target;
  }
}
