/** A server of one's own, and what can be done to it and to its connections. */
@NullMarked
package dev.letterlock.loadtest.ledger.fault;

import org.jspecify.annotations.NullMarked;
