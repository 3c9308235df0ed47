/**
 * Runs what may be late: recurring work and waves of wake-ups, on JobRunr, which nothing outside
 * this package knows.
 */
@NullMarked
package dev.letterlock.server.jobs;

import org.jspecify.annotations.NullMarked;
