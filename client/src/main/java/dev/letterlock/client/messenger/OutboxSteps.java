package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.primitive.Octets;

/** What happens to one entry of the outbox on disk, and to the message that it carries. */
final class OutboxSteps {

  private final Tools tools;
  private final Sealer sealer;
  private final Audience audience;

  OutboxSteps(Tools tools, Sealer sealer, Audience audience) {
    this.tools = tools;
    this.sealer = sealer;
    this.audience = audience;
  }

  /**
   * The bytes of an entry, on disk before they are given; empty if there is nobody to send to.
   *
   * @throws RefusedException if a rule forbids it; nothing has changed
   */
  byte[] seal(long order) {
    try (Transaction step = tools.begin()) {
      Sends sends = new Sends(step);
      OutboxEntry entry = sends.entry(order).orElse(null);
      if (entry == null || entry.isSealed()) {
        return entry == null ? new byte[0] : entry.frame().toByteArray();
      }
      byte[] frame = sealer.seal(step, entry.draft());
      if (frame.length == 0) {
        sends.remove(order);
        moveOn(step, entry, State.SENT, 0);
      } else {
        sends.put(entry.sealed(Octets.of(frame)));
      }
      step.commit();
      return frame;
    }
  }

  /** The server holds it. False if there is no such entry. */
  boolean accept(Transaction step, long order, long time, long now) {
    Sends sends = new Sends(step);
    OutboxEntry entry = sends.entry(order).orElse(null);
    if (entry == null) {
      return false;
    }
    sends.put(entry.accepted(now));
    moveOn(step, entry, State.SENT, time);
    return true;
  }

  /** Takes an entry out, and says why. */
  void fail(long order, String why) {
    try (Transaction step = tools.begin()) {
      Sends sends = new Sends(step);
      OutboxEntry entry = sends.entry(order).orElse(null);
      if (entry != null) {
        sends.remove(order);
        moveOn(step, entry, State.FAILED, 0);
        step.commit();
        var conversation = entry.draft().conversation();
        audience.notice(Notice.of(Kind.REFUSED, conversation, "A message was not sent. " + why));
      }
    }
  }

  private void moveOn(Transaction step, OutboxEntry entry, State state, long time) {
    new Conversations(step)
        .moveOn(entry.draft().message(), state, time)
        .ifPresent(moved ->
            step.afterwards(() -> audience.tell(to -> to.statusChanged(moved.conversation()))));
  }
}
