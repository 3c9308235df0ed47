package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.move.EnvelopeVisitor;
import dev.letterlock.storage.inbox.move.KeptInbox;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The epochs of an inbox as scripts can count them. They stay as they are, but for those of a
 * device that has claimed to know of one so high that nothing could come after it: these get lower
 * numbers in the same order, which only that device can notice.
 */
final class Epochs {
  /** Leaves room for all epochs that may still come. */
  private static final long HIGHEST = MessagePack.LIMIT - (1 << 20);

  private final List<Long> inOrder;

  private Epochs(List<Long> inOrder) {
    this.inOrder = inOrder;
  }

  static Epochs of(KeptInbox inbox, Consumer<EnvelopeVisitor> envelopes) {
    if (Long.compareUnsigned(inbox.state().epoch(), HIGHEST) <= 0) {
      return new Epochs(List.of());
    }
    TreeSet<Long> epochs = new TreeSet<>(Long::compareUnsigned);
    epochs.add(inbox.state().epoch());
    epochs.add(inbox.state().acked().epoch());
    epochs.add(inbox.state().agedUpTo().epoch());
    inbox.gaps().forEach(gap -> epochs.add(gap.place().epoch()));
    inbox.tags().forEach(tag -> epochs.add(tag.place().epoch()));
    envelopes.accept((place, _) -> epochs.add(place.epoch()));
    return new Epochs(new ArrayList<>(epochs));
  }

  Cursor of(Cursor place) {
    return inOrder.isEmpty()
        ? place
        : new Cursor(HIGHEST - inOrder.size() + inOrder.indexOf(place.epoch()), place.seq());
  }
}
