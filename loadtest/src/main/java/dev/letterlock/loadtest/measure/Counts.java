package dev.letterlock.loadtest.measure;

/** A {@link Tally} at one moment, or the difference of two. */
public record Counts(
    long sent,
    long accepted,
    long delivered,
    long acked,
    long connects,
    long duplicated,
    long reordered,
    long corrupt) {

  /** What was added since {@code before}. */
  public Counts since(Counts before) {
    return new Counts(
        sent - before.sent,
        accepted - before.accepted,
        delivered - before.delivered,
        acked - before.acked,
        connects - before.connects,
        duplicated - before.duplicated,
        reordered - before.reordered,
        corrupt - before.corrupt);
  }
}
