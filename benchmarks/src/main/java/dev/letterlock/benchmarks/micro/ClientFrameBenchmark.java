package dev.letterlock.benchmarks.micro;

import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Ping;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Frames of clients that are not on the way of a message: what the server's reading makes of them.
 */
public class ClientFrameBenchmark extends MicroBenchmark {
  @Param({"Hello", "Ack", "ReadReceipt", "Ping"})
  public String frame = "Ping";

  private final ClientFrameDecoder decoder = new ClientFrameDecoder();
  private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
  private ClientFrame sample = new Ping(1);

  @Setup
  public void encodeOnce() {
    sample = SampleFrames.client(frame);
    ClientFrameEncoder.write(sample, bytes.clear());
  }

  @TearDown
  public void release() {
    bytes.release();
    out.release();
  }

  @Benchmark
  public ClientFrame decode() {
    return decoder.read(bytes);
  }

  @Benchmark
  public ByteBuf encode() {
    ClientFrameEncoder.write(sample, out.clear());
    return out;
  }
}
