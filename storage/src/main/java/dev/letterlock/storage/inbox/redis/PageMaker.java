package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.engine.PageBuilder;
import dev.letterlock.storage.inbox.redis.script.ReadAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a page of an answer: envelopes, and gaps where there are none. Used once. */
final class PageMaker {
  private final ReadAnswer answer;
  private final PageBuilder page;
  private final long now;
  private final List<ReadAnswer.Waiting> expired = new ArrayList<>();

  PageMaker(ReadAnswer answer, int maxItems, int maxBytes, long now) {
    this.answer = answer;
    this.now = now;
    page = new PageBuilder(answer.start(), maxItems, maxBytes);
  }

  InboxPage make() {
    for (ReadAnswer.Waiting waiting : answer.envelopes()) {
      if (waiting.place().compareTo(answer.horizon()) > 0 || !add(waiting)) {
        return page.build(answer.inbox().last());
      }
    }
    coverTo(answer.horizon());
    return page.build(answer.inbox().last());
  }

  /** Envelopes that were left out, though nothing has made gaps of them yet. */
  List<ReadAnswer.Waiting> expired() {
    return expired;
  }

  private boolean add(ReadAnswer.Waiting waiting) {
    Cursor place = waiting.place();
    coverTo(new Cursor(place.epoch(), place.seq() - 1));
    if (page.isFull()) {
      return false;
    }
    Gap.Reason reason = answer.gaps().get(place);
    if (reason == null && waiting.hasExpired(now)) {
      expired.add(waiting);
      reason = Gap.Reason.EXPIRED;
    }
    if (reason != null) {
      page.gap(place, reason);
      return true;
    }
    return page.add(place, waiting.bytes().duplicate(), waiting.bytes().remaining());
  }

  /** Everything from what the page has reached up to this place is empty. */
  private void coverTo(Cursor end) {
    if (page.reached().compareTo(end) >= 0) {
      return;
    }
    Map<Cursor, Gap.Reason> between = answer.gaps().subMap(page.reached(), false, end, true);
    for (Map.Entry<Cursor, Gap.Reason> gap : between.entrySet()) {
      Cursor place = gap.getKey();
      fill(new Cursor(place.epoch(), place.seq() - 1));
      if (page.isFull()) {
        return;
      }
      page.gap(place, gap.getValue());
    }
    fill(end);
  }

  /** Places of which nothing is recorded. */
  private void fill(Cursor end) {
    if (page.reached().epoch() < end.epoch()) {
      page.newEpoch(end.epoch());
    }
    boolean sameEpoch = page.reached().epoch() == end.epoch();
    if (sameEpoch && page.reached().seq() < end.seq() && !page.isFull()) {
      page.gap(end, Gap.Reason.EXPIRED);
    }
  }
}
