package dev.letterlock.loadtest.measure;

/**
 * One second of a run, for the plots.
 *
 * @param at seconds since the load began
 * @param measured false during warm-up
 * @param acceptedMillis p99 of publish to accepted, 0 when there was none
 * @param deliverMillis p99 of publish to deliver, 0 when there was none
 */
public record Second(
    double at,
    boolean measured,
    double acceptedPerSecond,
    double deliveredPerSecond,
    double connectsPerSecond,
    double acceptedMillis,
    double deliverMillis) {}
