/** A run under faults, from the first start to the verdict over all ledgers. */
@NullMarked
package dev.letterlock.loadtest.ledger.run;

import org.jspecify.annotations.NullMarked;
