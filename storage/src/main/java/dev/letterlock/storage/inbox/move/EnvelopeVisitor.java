package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.Cursor;
import java.nio.ByteBuffer;

/** Is shown the envelopes of an inbox in order. */
@FunctionalInterface
public interface EnvelopeVisitor {
  /**
   * The next one.
   *
   * @param envelope between position and limit, valid until this returns
   */
  void envelope(Cursor place, ByteBuffer envelope);
}
