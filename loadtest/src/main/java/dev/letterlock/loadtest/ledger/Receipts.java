package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far receipts came at one device. What a session begins with may be overtaken by news, and be
 * repeated behind them (docs/PROTOCOL.md §3.8); less than an earlier session said it may not be.
 * One thread.
 */
final class Receipts {

  private final Map<Of, Long> earlier = new HashMap<>();
  private final Map<Of, Long> now = new HashMap<>();

  void sessionBegins() {
    now.forEach((receipt, upTo) -> earlier.merge(receipt, upTo, Math::max));
    now.clear();
  }

  /** The server may have forgotten what it told. */
  void forget() {
    earlier.clear();
    now.clear();
  }

  /** What is wrong with this receipt; null if nothing is. */
  @Nullable String tells(Told told) {
    Of receipt = new Of(told.kind(), told.conversation(), told.reader(), told.senderDevice());
    now.merge(receipt, told.upTo(), Math::max);
    long before = earlier.getOrDefault(receipt, 0L);
    return told.upTo() >= before
        ? null
        : "told " + told.upTo() + " after " + before + " of " + receipt;
  }

  private record Of(int kind, ConversationId conversation, UserId reader, int senderDevice) {}
}
