package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.frame.client.Send;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * Copies of the Sends of one session that wait, in their order, for something that has to be looked
 * up first. At most as many as may be unanswered; the session stops reading meanwhile. Runs on the
 * session's event loop.
 */
final class ParkedSends {
  private final ArrayDeque<ByteBuf> frames = new ArrayDeque<>();

  /** Copies the frame that {@code send} views. */
  void add(Send send) {
    ByteBuf frame = send.buffer().alloc().buffer(send.frameLength());
    frame.writeBytes(send.buffer(), send.frameOffset(), send.frameLength());
    frames.add(frame);
  }

  /** Hands every Send on, the first one with what was found; each copy is released. */
  void drain(Send view, Resumption first, Resumption others) {
    Resumption next = first;
    for (ByteBuf frame = frames.poll(); frame != null; frame = frames.poll()) {
      try {
        view.wrap(frame, frame.readerIndex(), frame.readableBytes());
        next.resume(view);
      } finally {
        frame.release();
      }
      next = others;
    }
  }

  void release() {
    frames.forEach(ByteBuf::release);
    frames.clear();
  }

  /** Goes on with one Send; the view is valid during the call only. */
  interface Resumption {
    void resume(Send send);
  }
}
