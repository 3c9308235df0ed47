package dev.letterlock.loadtest.ledger;

import dev.letterlock.protocol.id.MessageId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What all ledgers together say.
 *
 * @param submitted messages handed in
 * @param accepted messages that the server took
 * @param refused messages that the server refused for good
 * @param shown messages shown, at every device
 * @param putAside messages that devices rejected
 * @param repeated messages that came again after the server had forgotten what it may
 * @param forgotten accepted for a device and never shown there, as the durability allows
 * @param receipts marks received, repetitions too
 * @param preKeys one-time pre-keys handed out
 * @param gaps Gaps received
 * @param lives how often a device or a session of it began
 * @param neverAccepted handed in and neither accepted nor refused
 * @param broken how often each promise was broken; all of them, most often 0
 * @param findings the first violations, in words
 */
public record Judgement(
    long submitted,
    long accepted,
    long refused,
    long shown,
    long putAside,
    long repeated,
    long forgotten,
    long receipts,
    long preKeys,
    long gaps,
    long lives,
    List<MessageId> neverAccepted,
    Map<Violation, Long> broken,
    List<String> findings) {

  public Judgement {
    neverAccepted = List.copyOf(neverAccepted);
    broken = new EnumMap<>(broken);
    findings = List.copyOf(findings);
  }

  /** How often a promise was broken. */
  public long of(Violation violation) {
    return broken.getOrDefault(violation, 0L);
  }

  /** Whether every promise was kept. */
  public boolean clean() {
    return broken.values().stream().allMatch(count -> count == 0);
  }
}
