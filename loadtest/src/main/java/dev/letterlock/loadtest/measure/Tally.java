package dev.letterlock.loadtest.measure;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened so far, over all sessions of a run. Event loops add; any thread may read. */
public final class Tally {

  private final LongAdder sent = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder acked = new LongAdder();
  private final LongAdder connects = new LongAdder();
  private final LongAdder duplicated = new LongAdder();
  private final LongAdder reordered = new LongAdder();
  private final LongAdder corrupt = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder away = new LongAdder();
  private final Map<String, LongAdder> troubles = new ConcurrentHashMap<>();

  public void sent() {
    sent.increment();
  }

  public void accepted() {
    accepted.increment();
  }

  /** A message arrived at a device, was opened and was the right one. */
  public void delivered() {
    delivered.increment();
  }

  /** An ack for so many more messages is on its way. */
  public void acked(int messages) {
    acked.add(messages);
  }

  /** A Welcome came. */
  public void connected() {
    connects.increment();
  }

  public void duplicated() {
    duplicated.increment();
  }

  public void reordered() {
    reordered.increment();
  }

  /** A message arrived that could not be opened or was not what had been sent. */
  public void corrupt() {
    corrupt.increment();
  }

  /** A session ended that should not have. */
  public void broke(String how) {
    broken.increment();
    trouble("session " + how, 1);
  }

  /** Sessions that ended and should not have, so far. */
  public long broken() {
    return broken.sum();
  }

  /** The server told a session to go away. */
  public void toldToGo() {
    away.increment();
  }

  /** Sessions that the server told to go away, so far. */
  public long away() {
    return away.sum();
  }

  /** Something that should not happen in a good run, by name. */
  public void trouble(String name, long count) {
    troubles.computeIfAbsent(name, _ -> new LongAdder()).add(count);
  }

  /** How often each trouble happened, by name. */
  public Map<String, Long> troubles() {
    Map<String, Long> sorted = new TreeMap<>();
    troubles.forEach((name, count) -> sorted.put(name, count.sum()));
    return sorted;
  }

  /** The counts of this moment. */
  public Counts counts() {
    return new Counts(
        sent.sum(),
        accepted.sum(),
        delivered.sum(),
        acked.sum(),
        connects.sum(),
        duplicated.sum(),
        reordered.sum(),
        corrupt.sum());
  }
}
