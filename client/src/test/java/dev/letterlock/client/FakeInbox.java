package dev.letterlock.client;

import dev.letterlock.protocol.codec.server.DeliverCodec;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The undelivered messages of one device in a {@link FrameServer}. */
final class FakeInbox {

  private static final int FAULT_EVERY = 20;

  private final FrameServer server;
  private final Deque<byte[]> kept = new ArrayDeque<>();
  private @Nullable FakeSession session;
  private byte @Nullable [] heldBack;
  private long acked;
  private long last;

  FakeInbox(FrameServer server) {
    this.server = server;
  }

  long acked() {
    return acked;
  }

  long last() {
    return last;
  }

  boolean connected() {
    return session != null;
  }

  void store(byte[] envelope) {
    last++;
    byte[] frame = frame(envelope, new Cursor(server.epoch, last));
    kept.add(frame);
    if (session != null) {
      show(session, frame);
    }
  }

  /** Shows a message that is stored nowhere. */
  void whisper(byte[] envelope) {
    if (session != null) {
      session.sendBytes(frame(envelope, Cursor.ZERO));
    }
  }

  /** Shows frames that are stored nowhere. */
  void show(List<? extends ServerFrame> frames) {
    if (session != null) {
      frames.forEach(session::send);
    }
  }

  /** A session begins: everything after the cursor is sent again. */
  void open(FakeSession opened, Cursor resume) {
    if (session != null) {
      session.drop();
    }
    session = opened;
    if (resume.epoch() == server.epoch) {
      ack(resume.seq());
    }
    List<byte[]> rest = new ArrayList<>(kept);
    rest.forEach(opened::sendBytes);
    opened.drained(new Cursor(server.epoch, last));
  }

  void ack(long seq) {
    while (acked < seq) {
      acked++;
      kept.poll();
    }
  }

  void left(FakeSession which) {
    if (session == which) {
      session = null;
    }
  }

  void sendAway(int reconnectAfterMillis) {
    if (session != null) {
      session.sendAway(reconnectAfterMillis);
    }
  }

  void drop() {
    if (session != null) {
      session.drop();
      session = null;
    }
  }

  private void show(FakeSession open, byte[] frame) {
    boolean wrong = last % FAULT_EVERY == FAULT_EVERY / 2;
    switch (wrong ? server.fault() : FrameServer.Fault.NONE) {
      case NONE, REFUSE, REFUSE_ALL, MUTE, SILENT -> open.sendBytes(frame);
      case LOSE -> {}
      case REPEAT -> {
        open.sendBytes(frame);
        open.sendBytes(frame);
      }
      case SWAP -> {
        heldBack = frame;
        return;
      }
      case DAMAGE -> {
        byte[] damaged = frame.clone();
        damaged[damaged.length - 1] ^= 1;
        open.sendBytes(damaged);
      }
    }
    if (heldBack != null) {
      open.sendBytes(heldBack);
      heldBack = null;
    }
  }

  private static byte[] frame(byte[] envelope, Cursor place) {
    ByteBuf out = Unpooled.buffer();
    DeliverCodec.write(
        place.epoch(), place.seq(), Unpooled.wrappedBuffer(envelope), 0, envelope.length, out);
    byte[] frame = new byte[out.readableBytes()];
    out.readBytes(frame);
    return frame;
  }
}
