package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;

/**
 * A Send on its way.
 *
 * @param order rising
 * @param frame the very bytes of the Send, all but its ref; empty before it is sealed
 * @param acceptedAt milliseconds since 1970; 0 as long as the server has not answered
 */
public record OutboxEntry(long order, Draft draft, Octets frame, long acceptedAt) {

  private static final int VERSION = 1;
  private static final int MOST_FRAME = 1 << 18;

  public boolean isSealed() {
    return frame.size() > 0;
  }

  public boolean isAccepted() {
    return acceptedAt != 0;
  }

  /** The same Send, more fully said. */
  public OutboxEntry with(Draft said) {
    return new OutboxEntry(order, said, frame, acceptedAt);
  }

  /** The same Send with its bytes. */
  public OutboxEntry sealed(Octets bytes) {
    return new OutboxEntry(order, draft, bytes, 0);
  }

  /** The same Send once the server holds it. */
  public OutboxEntry accepted(long now) {
    return new OutboxEntry(order, draft, frame, now);
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).u64(order);
      draft.write(out);
      return out.block(frame.toByteArray()).u64(acceptedAt).toByteArray();
    }
  }

  static OutboxEntry decode(byte[] encoded) {
    StateReader in = new StateReader("outbox entry", encoded).version(VERSION);
    OutboxEntry entry =
        new OutboxEntry(in.u64(), Draft.read(in), Octets.of(in.block(MOST_FRAME)), in.u64());
    in.end();
    return entry;
  }

  @Override
  public String toString() {
    return "OutboxEntry[" + order + ", " + draft.message() + "]";
  }
}
