package dev.letterlock.server;

import java.time.Duration;

/**
 * How a server was drained.
 *
 * @param left sessions that went by themselves
 * @param closed sessions that were still there when the time was over
 */
public record Drained(int left, int closed, Duration took) {}
