package dev.letterlock.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.sending.Submitter;
import dev.letterlock.server.session.Credits;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.server.session.RecordingOutbound;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connected device: what it sends goes to the handlers of its lane, on their event loop. */
public final class TestClient {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  public final DeviceSession session;
  public final RecordingOutbound out = new RecordingOutbound();

  private final EventExecutor loop;
  private final Delivery.Handlers handlers;
  private final Submitter submitter;
  private final Deque<ServerFrame> received = new ArrayDeque<>();

  TestClient(Recipient device, EventExecutor loop, Delivery.Handlers handlers, Credits credits) {
    this.session = new DeviceSession(device, loop, handlers.lane().index(), out, credits);
    this.loop = loop;
    this.handlers = handlers;
    this.submitter = new Submitter(session);
    onLoop(() -> {
      device.attach(session);
      handlers.starts().open(session, Cursor.ZERO, false);
      return true;
    });
  }

  public DeviceAddress address() {
    return session.recipient().address();
  }

  /** Its connection ends. */
  public void leave() {
    inOneTurn(() -> {
      session.recipient().detach(session);
      session.closed();
      submitter.closed();
    });
  }

  /** Hands the Sends in within one turn. */
  public void send(OutgoingSend... sends) {
    inOneTurn(() -> {
      for (OutgoingSend each : sends) {
        ByteBuf frame = Unpooled.buffer();
        ClientFrameEncoder.write(each, frame);
        handlers.sends().handle(submitter, (Send) new ClientFrameDecoder().read(frame));
      }
    });
  }

  public void ack(Cursor cursor, long receiptMark) {
    inOneTurn(() -> {
      handlers.acks().handle(session, new Ack(cursor, receiptMark));
    });
  }

  public void ackSilently(Cursor cursor) {
    inOneTurn(() -> {
      handlers.acks().handle(session, new Ack(cursor, 0, true));
    });
  }

  public void read(ReadReceipt receipt) {
    inOneTurn(() -> {
      handlers.readReceipts().handle(session, receipt);
    });
  }

  /** Waits for the next frame of this kind; others before it are passed over. */
  public <F extends ServerFrame> F next(Class<F> kind) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      ServerFrame frame = received.poll();
      if (kind.isInstance(frame)) {
        return kind.cast(frame);
      }
      if (frame == null) {
        assertThat(System.nanoTime()).as("a %s", kind.getSimpleName()).isLessThan(deadline);
        Thread.onSpinWait();
        takeAll();
      }
    }
  }

  /** What came and was not asked for yet, but for the news that the inbox was delivered. */
  public List<ServerFrame> rest() {
    takeAll();
    return received.stream().filter(frame -> !(frame instanceof InboxDrained)).toList();
  }

  private void takeAll() {
    received.addAll(
        onLoop(() -> {
          session.writeReceipts();
          return out.take();
        }));
  }

  /** Returns when the turn has ended, and with it what the loop hands to the engine. */
  private void inOneTurn(Runnable work) {
    onLoop(Executors.callable(work));
    onLoop(Executors.callable(() -> {}));
  }

  private <T> T onLoop(Callable<T> work) {
    try {
      return loop.submit(work).get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
