package dev.letterlock.benchmarks.micro;

import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.codec.server.AcceptedWriter;
import dev.letterlock.protocol.codec.server.DeliverCodec;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A message of 1 KiB through the codecs of the server. On its way nothing may be allocated. */
public class MessageBenchmark extends MicroBenchmark {
  private static final long TIME = 1_767_225_600_000_000L;

  private final ClientFrameDecoder decoder = new ClientFrameDecoder();
  private final AcceptedWriter accepted = new AcceptedWriter();
  private final OutgoingSend sample = SampleFrames.send();
  private final ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final ByteBuf envelope = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
  private int ref;

  @Setup
  public void encodeOnce() {
    ClientFrameEncoder.write(sample, bytes.clear());
    writeEnvelope((Send) decoder.read(bytes));
  }

  @TearDown
  public void release() {
    bytes.release();
    envelope.release();
    out.release();
  }

  /** On the sending device. */
  @Benchmark
  public ByteBuf encodeSend() {
    ClientFrameEncoder.write(sample, out.clear());
    return out;
  }

  /** A view of the bytes that were read. */
  @Benchmark
  public ClientFrame decodeSend() {
    return decoder.read(bytes);
  }

  @Benchmark
  public ByteBuf writeDeliver() {
    DeliverCodec.write(1, 42, envelope, 0, envelope.readableBytes(), out.clear());
    return out;
  }

  @Benchmark
  public ByteBuf writeAccepted() {
    accepted.add(++ref, TIME);
    accepted.writeTo(out.clear());
    return out;
  }

  /** From the Send that was read to the Deliver and the Accepted that are written. */
  @Benchmark
  public ByteBuf relay() {
    writeEnvelope((Send) decoder.read(bytes));
    DeliverCodec.write(1, 42, envelope, 0, envelope.readableBytes(), out.clear());
    accepted.add(++ref, TIME);
    accepted.writeTo(out);
    return out;
  }

  private void writeEnvelope(Send send) {
    EnvelopeCodec.write(send, 0, 1, 2, 3, TIME, send.expiry(), envelope.clear());
  }
}
