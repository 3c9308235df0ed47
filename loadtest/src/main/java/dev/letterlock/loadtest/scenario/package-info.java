/** The six kinds of load, each a short story of phases. */
@NullMarked
package dev.letterlock.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
