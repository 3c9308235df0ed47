/** Counts, latencies and the server's own figures during a run. */
@NullMarked
package dev.letterlock.loadtest.measure;

import org.jspecify.annotations.NullMarked;
