package dev.letterlock.protocol.codec.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.letterlock.protocol.codec.FrameBytes;
import dev.letterlock.protocol.codec.RandomFrames;
import dev.letterlock.protocol.codec.server.AcceptedWriter;
import dev.letterlock.protocol.codec.server.DeliverCodec;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the relay of a message leaves to the collector, counted and not timed. */
class SendAllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int SENDS = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ClientFrameDecoder decoder = new ClientFrameDecoder();
  private final AcceptedWriter accepted = new AcceptedWriter();
  private final ByteBuf envelope = Unpooled.buffer(4096);
  private final ByteBuf out = Unpooled.buffer(4096);
  private long sum;

  @Test
  void relaysASendWithoutGarbage() {
    OutgoingSend outgoing = RandomFrames.seeded().outgoingSend();
    ByteBuf frame = Unpooled.wrappedBuffer(FrameBytes.write(outgoing));
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
