package dev.letterlock.server.delivery.sending;

import dev.letterlock.server.session.Recipient;
import dev.letterlock.storage.inbox.Submission;

/** Adds the devices that a Send is stored for. Runs on the sender's event loop. */
final class Targets {
  private Targets() {}

  /**
   * Adds a device, with the place of its envelope in the arena. The engine is told if it is not
   * connected now: a device that comes right then reads its inbox all the same.
   */
  static void add(Submission submission, Recipient target, int offset, int length) {
    submission.addTarget(target.address(), offset, length, target);
    if (target.session() == null) {
      submission.lastTargetIsAway();
    }
  }
}
