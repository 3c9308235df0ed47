package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.handshake.PreKeyHeader;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What two phones did, by which it can be told whether a limit of docs/E2EE.md §2.5 is the reason
 * that a letter, which was never opened, is refused. For less than a day.
 */
final class GivenUp {

  private final Map<Phone, Set<Integer>> sessions = new HashMap<>();
  private final List<Letter> sent = new ArrayList<>();
  private final Set<Letter> opened = new LinkedHashSet<>();

  void sent(Letter letter) {
    sent.add(letter);
    note(letter.from(), letter);
  }

  void opened(Phone at, Letter letter) {
    opened.add(letter);
    note(at, letter);
  }

  private void note(Phone at, Letter letter) {
    sessions.computeIfAbsent(at, _ -> new LinkedHashSet<>()).add(letter.tag());
  }

  boolean explains(OpenFault fault, Phone at, Letter letter) {
    return switch (fault) {
      case WRONG_SESSION, UNKNOWN_PRE_KEY -> hasGivenUp(at, letter.tag());
      case UNKNOWN_LINK -> hasGivenUp(at, link(letter));
      case NO_MESSAGE_KEY -> chainsAfter(letter) >= Ratchet.MAX_CHAINS;
      case TOO_MANY_RESETS -> resets(at) >= PeerSessions.MAX_RESETS;
      default -> false;
    };
  }

  /** It had that session, and since then as many as it keeps beside the active one. */
  private boolean hasGivenUp(Phone at, int tag) {
    List<Integer> all = List.copyOf(sessions.getOrDefault(at, Set.of()));
    int place = all.indexOf(tag);
    return place >= 0 && all.size() - 1 - place >= PeerSessions.MAX_SESSIONS - 1;
  }

  private static int link(Letter letter) {
    PreKeyHeader header = DeviceHeader.parse(letter.header().toByteArray()).preKey();
    return header == null ? 0 : header.link();
  }

  /** Of how many later chains of its session letters were opened. */
  private long chainsAfter(Letter letter) {
    X25519PublicKey own = record(letter).dh();
    return sent.subList(sent.indexOf(letter), sent.size()).stream()
        .filter(opened::contains)
        .filter(later -> later.from() == letter.from() && later.tag() == letter.tag())
        .map(later -> record(later).dh())
        .filter(dh -> !dh.equals(own))
        .distinct()
        .count();
  }

  private static RecordHeader record(Letter letter) {
    return DeviceHeader.parse(letter.header().toByteArray()).recordHeader();
  }

  private static long resets(Phone at) {
    return at.events.stream().filter(SessionEvent.Reset.class::isInstance).count();
  }
}
