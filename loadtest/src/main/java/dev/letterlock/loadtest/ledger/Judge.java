package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Accepted;
import dev.letterlock.loadtest.ledger.Entry.Arrived;
import dev.letterlock.loadtest.ledger.Entry.Begun;
import dev.letterlock.loadtest.ledger.Entry.Claimed;
import dev.letterlock.loadtest.ledger.Entry.PutAside;
import dev.letterlock.loadtest.ledger.Entry.Refused;
import dev.letterlock.loadtest.ledger.Entry.Shown;
import dev.letterlock.loadtest.ledger.Entry.Skipped;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ledgers of all devices against each other and against the promises of docs/PROTOCOL.md
 * §1. Everything that was handed in must have been written before it could be shown elsewhere, so
 * nothing here depends on clocks. One thread.
 */
public final class Judge {

  private static final int MOST_FINDINGS = 20;

  private final Map<Violation, Long> broken = new EnumMap<>(Violation.class);
  private final List<String> findings = new ArrayList<>();
  private final Map<MessageId, Letter> letters = new LinkedHashMap<>();
  private final Map<DeviceAddress, Set<MessageId>> arrivedAt = new HashMap<>();
  private final Map<KeyOf, Taker> keys = new HashMap<>();
  private long shown;
  private long putAside;
  private long receipts;
  private long gaps;
  private long lives;

  private Judge() {
    for (Violation violation : Violation.values()) {
      broken.put(violation, 0L);
    }
  }

  /** The verdict over the ledgers of all devices that took part. */
  public static Judgement judge(List<Ledger> ledgers) {
    Judge judge = new Judge();
    ledgers.forEach(judge::readSent);
    ledgers.forEach(judge::readReceived);
    judge.letters.forEach(judge::requireArrived);
    return judge.judgement();
  }

  private void readSent(Ledger ledger) {
    for (Entry entry : ledger.entries()) {
      switch (entry) {
        case Submitted submitted -> submitted(ledger.device(), submitted);
        case Accepted accepted -> accepted(accepted);
        case Refused refused -> {
          Letter letter = letters.get(refused.id());
          if (letter != null) {
            letter.refused = true;
          }
        }
        case Begun _ -> lives++;
        case Arrived _, Skipped _, Told _, Claimed _ -> {}
      }
    }
  }

  private void submitted(DeviceAddress sender, Submitted submitted) {
    if (letters.putIfAbsent(submitted.id(), new Letter(sender, submitted)) != null) {
      found(Violation.ALTERED, submitted.id() + " was handed in twice as new");
    }
  }

  private void accepted(Accepted accepted) {
    Letter letter = letters.get(accepted.id());
    if (letter == null) {
      found(Violation.ALTERED, accepted.id() + " was accepted and never handed in");
    } else if (letter.accepted == null) {
      letter.accepted = accepted;
    } else if (!letter.accepted.equals(accepted)) {
      found(Violation.ALTERED, accepted.id() + " was answered in two ways");
    }
  }

  private void readReceived(Ledger ledger) {
    Inbox inbox = new Inbox();
    Receipts marks = new Receipts();
    Set<MessageId> seen = arrivedAt.computeIfAbsent(ledger.device(), _ -> new HashSet<>());
    for (Entry entry : ledger.entries()) {
      switch (entry) {
        case Shown showing -> {
          shown++;
          arrived(ledger.device(), inbox, seen, showing);
        }
        case PutAside aside -> {
          putAside++;
          arrived(ledger.device(), inbox, seen, aside);
        }
        case Skipped skipped -> {
          gaps++;
          found(Violation.OUT_OF_ORDER, ledger.device(), inbox.skips(skipped));
        }
        case Told told -> {
          receipts++;
          told(ledger.device(), marks, told);
        }
        case Claimed claimed -> claimed(ledger.device(), claimed);
        case Begun _ -> marks.sessionBegins();
        case Submitted _, Accepted _, Refused _ -> {}
      }
    }
  }

  private void arrived(DeviceAddress device, Inbox inbox, Set<MessageId> seen, Arrived arrived) {
    String disorder = inbox.brings(arrived);
    if (seen.add(arrived.id())) {
      found(Violation.OUT_OF_ORDER, device, disorder);
    } else {
      found(Violation.SHOWN_TWICE, device, arrived.id() + " came again at " + arrived.place());
    }
    Letter letter = letters.get(arrived.id());
    found(
        Violation.ALTERED,
        device,
        letter == null ? arrived.id() + " was never handed in" : letter.differs(device, arrived));
  }

  private void told(DeviceAddress device, Receipts marks, Told told) {
    ReceiptOf receipt =
        new ReceiptOf(told.kind(), told.conversation(), told.reader(), told.senderDevice());
    found(Violation.RECEIPT_BACKWARDS, device, marks.tells(receipt, told.upTo()));
  }

  /** The same request may be answered again, with the same key. */
  private void claimed(DeviceAddress device, Claimed claimed) {
    Taker taker = new Taker(device, claimed.request());
    Taker first = keys.putIfAbsent(new KeyOf(claimed.target(), claimed.key()), taker);
    if (first != null && !first.equals(taker)) {
      found(
          Violation.PRE_KEY_TWICE,
          "a key of " + claimed.target() + " went to " + first + " and to " + taker);
    }
  }

  private void requireArrived(MessageId id, Letter letter) {
    Accepted accepted = letter.accepted;
    if (accepted == null) {
      return;
    }
    for (DeviceAddress target : letter.submitted.targets()) {
      if (!accepted.full().contains(target)
          && !arrivedAt.getOrDefault(target, Set.of()).contains(id)) {
        found(
            Violation.LOST,
            id + " of " + letter.sender + " was accepted for " + target + " and never shown there");
      }
    }
  }

  private void found(Violation violation, DeviceAddress device, @Nullable String what) {
    if (what != null) {
      found(violation, device + ": " + what);
    }
  }

  private void found(Violation violation, String what) {
    broken.merge(violation, 1L, Long::sum);
    if (findings.size() < MOST_FINDINGS) {
      findings.add(violation.words() + ": " + what);
    }
  }

  private Judgement judgement() {
    List<MessageId> never =
        letters.entrySet().stream()
            .filter(one -> one.getValue().accepted == null && !one.getValue().refused)
            .map(Map.Entry::getKey)
            .toList();
    return new Judgement(
        letters.size(),
        letters.values().stream().filter(letter -> letter.accepted != null).count(),
        letters.values().stream().filter(letter -> letter.refused).count(),
        shown,
        putAside,
        receipts,
        keys.size(),
        gaps,
        lives,
        never,
        broken,
        findings);
  }

  /** A message from its sender's side. */
  private static final class Letter {

    private final DeviceAddress sender;
    private final Submitted submitted;
    private @Nullable Accepted accepted;
    private boolean refused;

    Letter(DeviceAddress sender, Submitted submitted) {
      this.sender = sender;
      this.submitted = submitted;
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
      Accepted promised = accepted;
      return promised == null || promised.time() == arrived.time()
          ? null
          : arrived.id() + " has the time " + arrived.time() + ", and not " + promised.time();
    }
  }

  /**
   * How far receipts came. What a session begins with may be overtaken by news, and be repeated
   * behind them (docs/PROTOCOL.md §3.8); less than an earlier session said it may not be.
   */
  private static final class Receipts {

    private final Map<ReceiptOf, Long> earlier = new HashMap<>();
    private final Map<ReceiptOf, Long> now = new HashMap<>();

    void sessionBegins() {
      now.forEach((receipt, upTo) -> earlier.merge(receipt, upTo, Math::max));
      now.clear();
    }

    /** What is wrong with this receipt; null if nothing is. */
    @Nullable String tells(ReceiptOf receipt, long upTo) {
      now.merge(receipt, upTo, Math::max);
      long before = earlier.getOrDefault(receipt, 0L);
      return upTo >= before ? null : "told " + upTo + " after " + before + " of " + receipt;
    }
  }

  private record ReceiptOf(
      int kind, ConversationId conversation, UserId reader, int senderDevice) {}

  private record KeyOf(DeviceAddress target, long key) {}

  private record Taker(DeviceAddress device, RequestId request) {}
}
