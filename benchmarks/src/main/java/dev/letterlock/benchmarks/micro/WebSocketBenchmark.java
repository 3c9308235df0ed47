package dev.letterlock.benchmarks.micro;

import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.net.websocket.WebSocketFrameParser;
import dev.letterlock.server.net.websocket.WebSocketLimits;
import dev.letterlock.server.net.websocket.WebSocketSink;
import dev.letterlock.server.net.websocket.WebSocketWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What a WebSocket frame costs without its socket. On both ways nothing may be allocated. */
public class WebSocketBenchmark extends MicroBenchmark {

  private static final int FRAMES = 16;
  private static final int MAX_MESSAGE = 160 * 1024;
  private static final int HEAD = 11;

  /** Bytes of payload. */
  @Param({"20", "1256", "16384"})
  public int payload;

  private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final Counter sink = new Counter();
  private final WebSocketFrameParser parser =
      new WebSocketFrameParser(new WebSocketLimits(MAX_MESSAGE, 64, false), sink);
  private ByteBuf frames = allocator.directBuffer(0);
  private ByteBuf out = allocator.directBuffer(0);

  @Setup
  public void fill() {
    frames.release();
    frames = allocator.directBuffer(FRAMES * (payload + 14));
    for (int i = 0; i < FRAMES; i++) {
      frames.writeByte(0x82);
      if (payload < 126) {
        frames.writeByte(0x80 | payload);
      } else {
        frames.writeByte(0x80 | 126).writeShort(payload);
      }
      frames.writeInt(0x12345678).writeZero(payload);
    }
    out.release();
    out = allocator.directBuffer(FRAMES * (payload + 10));
  }

  @TearDown
  public void release() {
    frames.release();
    out.release();
  }

  /** Frames that lie whole in the buffer they were read into. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long parseWhole() {
    parser.read(frames.readerIndex(0), allocator);
    return sink.bytes;
  }

  /** Frames of which the first bytes came with the read before. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long parseInPieces() {
    frames.readerIndex(0);
    int all = frames.writerIndex();
    int each = all / FRAMES;
    for (int i = 0; i < FRAMES; i++) {
      frames.writerIndex(i * each + HEAD);
      parser.read(frames, allocator);
      frames.writerIndex((i + 1) * each);
      parser.read(frames, allocator);
    }
    return sink.bytes;
  }

  /** Headers and payloads into one coalescing buffer. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public int write() {
    out.clear();
    for (int i = 0; i < FRAMES; i++) {
      WebSocketWriter.binaryHeader(out, payload);
      out.writeBytes(frames, HEAD, payload);
    }
    return out.writerIndex();
  }

  private static final class Counter implements WebSocketSink {
    private long bytes;

    @Override
    public void binary(ByteBuf buffer, int index, int length) {
      bytes += length;
    }

    @Override
    public void text(ByteBuf buffer, int index, int length) {
      throw new IllegalStateException("text");
    }

    @Override
    public void ping(ByteBuf buffer, int index, int length) {
      throw new IllegalStateException("ping");
    }

    @Override
    public void pong() {
      throw new IllegalStateException("pong");
    }

    @Override
    public void close(int code) {
      throw new IllegalStateException("close " + code);
    }

    @Override
    public void violation(CloseStatus status) {
      throw new IllegalStateException(status.reason());
    }
  }
}
