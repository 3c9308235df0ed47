/** The load test: commands, options and the order of a run. */
@NullMarked
package dev.letterlock.loadtest;

import org.jspecify.annotations.NullMarked;
