package dev.letterlock.client;

import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import java.util.List;

/** What became of a Send. */
public sealed interface SendResult {

  /**
   * The server holds it for every addressed device but those whose inboxes are full.
   *
   * @param time server time, µs since 1970, u64
   */
  record Stored(long time, List<Accepted.FullInbox> full) implements SendResult {
    public Stored {
      full = List.copyOf(full);
    }
  }

  /** It addressed the wrong devices; nothing is stored. Fetch the lists, encrypt again. */
  record Mismatched(RosterMismatch mismatch) implements SendResult {}

  /** It was refused; nothing is stored. */
  record Refused(Failure failure) implements SendResult {}

  /** The session was stopped before the answer came; a resubmit under the same id is safe. */
  record Unanswered() implements SendResult {}
}
