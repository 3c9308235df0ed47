package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Accepted;
import dev.letterlock.loadtest.ledger.Entry.Arrived;
import dev.letterlock.loadtest.ledger.Entry.AtRisk;
import dev.letterlock.loadtest.ledger.Entry.Begun;
import dev.letterlock.loadtest.ledger.Entry.Claimed;
import dev.letterlock.loadtest.ledger.Entry.PutAside;
import dev.letterlock.loadtest.ledger.Entry.Refused;
import dev.letterlock.loadtest.ledger.Entry.Repeated;
import dev.letterlock.loadtest.ledger.Entry.Shown;
import dev.letterlock.loadtest.ledger.Entry.Skipped;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
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
 * nothing here depends on clocks. What a server may forget, as its durability allows, is told by
 * the ledgers themselves ({@link AtRisk}). One thread.
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
  private long repeated;
  private long forgotten;
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
    Map<MessageId, Letter> open = new HashMap<>();
    boolean atRisk = false;
    long answers = 0;
    for (Entry entry : ledger.entries()) {
      switch (entry) {
        case Submitted submitted -> {
          Letter letter = submitted(ledger.device(), submitted);
          open.put(submitted.id(), letter);
          risk(letter, atRisk);
        }
        case Accepted accepted -> {
          accepted(accepted, ++answers);
          risk(open.remove(accepted.id()), atRisk);
        }
        case Refused refused -> {
          Letter letter = open.remove(refused.id());
          if (letter != null) {
            letter.refuse();
          }
        }
        case AtRisk risk -> {
          atRisk = risk.begins();
          open.values().forEach(Letter::riskIt);
        }
        case Begun _ -> lives++;
        case Arrived _, Skipped _, Told _, Claimed _ -> {}
      }
    }
  }

  private Letter submitted(DeviceAddress sender, Submitted submitted) {
    Letter letter = new Letter(sender, submitted);
    Letter before = letters.putIfAbsent(submitted.id(), letter);
    if (before == null) {
      return letter;
    }
    found(Violation.ALTERED, submitted.id() + " was handed in twice as new");
    return before;
  }

  private void accepted(Accepted accepted, long number) {
    Letter letter = letters.get(accepted.id());
    if (letter == null) {
      found(Violation.ALTERED, accepted.id() + " was accepted and never handed in");
    } else if (!letter.accept(accepted, number)) {
      found(Violation.ALTERED, accepted.id() + " was answered in two ways");
    }
  }

  private static void risk(@Nullable Letter letter, boolean atRisk) {
    if (letter != null && atRisk) {
      letter.riskIt();
    }
  }

  private void readReceived(Ledger ledger) {
    Inbox inbox = new Inbox();
    Receipts marks = new Receipts();
    Set<MessageId> seen = arrivedAt.computeIfAbsent(ledger.device(), _ -> new HashSet<>());
    for (Entry entry : ledger.entries()) {
      switch (entry) {
        case Arrived arrived -> arrived(ledger.device(), inbox, seen, arrived);
        case Skipped skipped -> {
          gaps++;
          found(Violation.OUT_OF_ORDER, ledger.device(), inbox.skips(skipped));
        }
        case Told told -> {
          receipts++;
          found(Violation.RECEIPT_BACKWARDS, ledger.device(), marks.tells(told));
        }
        case Claimed claimed -> claimed(ledger.device(), claimed);
        case Begun _ -> marks.sessionBegins();
        case AtRisk _ -> marks.forget();
        case Submitted _, Accepted _, Refused _ -> {}
      }
    }
  }

  private void arrived(DeviceAddress device, Inbox inbox, Set<MessageId> seen, Arrived arrived) {
    Letter letter = letters.get(arrived.id());
    long answer = letter == null ? Letter.NEVER : letter.answeredAs();
    String disorder = inbox.brings(arrived, answer);
    boolean first = seen.add(arrived.id());
    switch (arrived) {
      case Shown _ -> shown++;
      case PutAside _ -> putAside++;
      case Repeated _ -> repeated++;
    }
    if (first || mayRepeat(arrived, letter)) {
      found(Violation.OUT_OF_ORDER, device, disorder);
    } else {
      found(Violation.SHOWN_TWICE, device, arrived.id() + " came again at " + arrived.place());
    }
    found(
        Violation.ALTERED,
        device,
        letter == null ? arrived.id() + " was never handed in" : letter.differs(device, arrived));
  }

  private static boolean mayRepeat(Arrived arrived, @Nullable Letter letter) {
    return arrived instanceof Repeated && letter != null && letter.isRisky();
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
    for (DeviceAddress target : letter.promisedTo()) {
      if (arrivedAt.getOrDefault(target, Set.of()).contains(id)) {
        continue;
      }
      if (letter.isRisky()) {
        forgotten++;
      } else {
        found(
            Violation.LOST,
            "%s of %s was accepted for %s and never shown there"
                .formatted(id, letter.sender(), target));
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
            .filter(one -> !one.getValue().isAnswered())
            .map(Map.Entry::getKey)
            .toList();
    return new Judgement(
        letters.size(),
        letters.values().stream().filter(Letter::isAccepted).count(),
        letters.values().stream().filter(Letter::isRefused).count(),
        shown,
        putAside,
        repeated,
        forgotten,
        receipts,
        keys.size(),
        gaps,
        lives,
        never,
        broken,
        findings);
  }

  private record KeyOf(DeviceAddress target, long key) {}

  private record Taker(DeviceAddress device, RequestId request) {}
}
