package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Accepted;
import dev.letterlock.loadtest.ledger.Entry.Arrived;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message from its sender's side. One thread. */
final class Letter {

  /** In place of a number for what was not accepted. */
  static final long NEVER = -1;

  private final DeviceAddress sender;
  private final Submitted submitted;
  private @Nullable Accepted accepted;
  private long answeredAs = NEVER;
  private boolean refused;
  private boolean risky;

  Letter(DeviceAddress sender, Submitted submitted) {
    this.sender = sender;
    this.submitted = submitted;
  }

  DeviceAddress sender() {
    return sender;
  }

  /**
   * Notes an answer.
   *
   * @param number of the answers that its sender has had, this one included
   * @return false if it was answered in another way before
   */
  boolean accept(Accepted answer, long number) {
    if (accepted == null) {
      accepted = answer;
      answeredAs = number;
    }
    return accepted.equals(answer);
  }

  /** Number of the answer among those to its sender, or {@link #NEVER}. */
  long answeredAs() {
    return answeredAs;
  }

  void refuse() {
    refused = true;
  }

  /** The server may have forgotten that it took it. */
  void riskIt() {
    risky = true;
  }

  boolean isRisky() {
    return risky;
  }

  boolean isAccepted() {
    return accepted != null;
  }

  boolean isRefused() {
    return refused;
  }

  boolean isAnswered() {
    return isAccepted() || refused;
  }

  /** Where it must arrive; nowhere unless it was accepted. */
  List<DeviceAddress> promisedTo() {
    Accepted promise = accepted;
    return promise == null
        ? List.of()
        : submitted.targets().stream().filter(target -> !promise.full().contains(target)).toList();
  }

  /** In what an arrival of it is wrong; null if it is right. */
  @Nullable String differs(DeviceAddress device, Arrived arrived) {
    if (arrived.digest() != submitted.digest()) {
      return arrived.id() + " has other bytes";
    }
    if (!arrived.sender().equals(sender)) {
      return arrived.id() + " names " + arrived.sender() + " as its sender, and not " + sender;
    }
    if (!submitted.targets().contains(device)) {
      return arrived.id() + " was not addressed to it";
    }
    Accepted promise = accepted;
    // Forgotten and taken anew, it has another time than where it had come before.
    return risky || promise == null || promise.time() == arrived.time()
        ? null
        : arrived.id() + " has the time " + arrived.time() + ", and not " + promise.time();
  }
}
