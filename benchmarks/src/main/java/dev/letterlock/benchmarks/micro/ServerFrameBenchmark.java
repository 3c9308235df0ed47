package dev.letterlock.benchmarks.micro;

import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.codec.server.ServerFrameEncoder;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Frames of the server as objects; the hot ones take the way of {@link MessageBenchmark}. */
public class ServerFrameBenchmark extends MicroBenchmark {
  @Param({"Welcome", "Accepted", "Receipt", "Gap", "InboxDrained", "Pong", "Failure"})
  public String frame = "Pong";

  private final ServerFrameDecoder decoder = new ServerFrameDecoder();
  private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
  private ServerFrame sample = new Pong(1, 1);

  @Setup
  public void encodeOnce() {
    sample = SampleFrames.server(frame);
    ServerFrameEncoder.write(sample, bytes.clear());
  }

  @TearDown
  public void release() {
    bytes.release();
    out.release();
  }

  @Benchmark
  public ServerFrame decode() {
    return decoder.read(bytes);
  }

  @Benchmark
  public ByteBuf encode() {
    ServerFrameEncoder.write(sample, out.clear());
    return out;
  }
}
