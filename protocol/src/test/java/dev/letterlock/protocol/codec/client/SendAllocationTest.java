package dev.letterlock.protocol.codec.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.letterlock.protocol.codec.FrameBytes;
import dev.letterlock.protocol.codec.RandomFrames;
import dev.letterlock.protocol.codec.server.AcceptedWriter;
import dev.letterlock.protocol.codec.server.DeliverCodec;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Send;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay of a message leaves to the collector, counted and not timed. */
class SendAllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int SENDS = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ClientFrameDecoder decoder = new ClientFrameDecoder();
  private final AcceptedWriter accepted = new AcceptedWriter();
  private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
  private ByteBuf envelope = Unpooled.EMPTY_BUFFER;
  private ByteBuf out = Unpooled.EMPTY_BUFFER;
  private long sum;

  /** Leak records are garbage too. */
  @BeforeEach
  void recordNoLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @AfterEach
  void recordLeaksAgain() {
    ResourceLeakDetector.setLevel(level);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void relaysASendWithoutGarbage(boolean direct) {
    byte[] bytes = FrameBytes.write(RandomFrames.seeded().outgoingSend());
    ByteBuf frame = buffer(direct).writeBytes(bytes);
    envelope = buffer(direct);
    out = buffer(direct);
    countGarbage(frame);
    frame.release();
    envelope.release();
    out.release();
  }

  private static ByteBuf buffer(boolean direct) {
    ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    return direct ? allocator.directBuffer(16_384) : allocator.heapBuffer(16_384);
  }

  private void countGarbage(ByteBuf frame) {
    relay(frame, WARM_UP);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
    relay(frame, SENDS);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
    assertThat((double) (after - before) / SENDS).as("bytes a Send").isLessThan(1.0);
    assertThat(sum).isNotZero();
  }

  private void relay(ByteBuf frame, int times) {
    for (int i = 1; i <= times; i++) {
      ClientFrame read = decoder.read(frame);
      if (read instanceof Send send) {
        relay(send, i);
      }
    }
  }

  private void relay(Send send, int time) {
    sum += send.messageIdHigh() ^ send.recipientLow() ^ send.expiry() ^ send.contentLength();
    for (int entry = 0; entry < send.entryCount(); entry++) {
      envelope.clear();
      EnvelopeCodec.write(send, entry, 1, 2, 3, 0, send.expiry(), envelope);
      EnvelopeCodec.setTime(envelope, 0, time);
      out.clear();
      DeliverCodec.write(1, time, envelope, 0, envelope.readableBytes(), out);
      sum += out.readableBytes();
    }
    out.clear();
    accepted.add(send.ref(), time);
    accepted.writeTo(out);
  }
}
