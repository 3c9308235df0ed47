/** What the server counts and measures: one table of meters, and the cheap counters behind it. */
@NullMarked
package dev.letterlock.server.metrics;

import org.jspecify.annotations.NullMarked;
