/** What devices wrote down of a run, and what it says of the server's promises. */
@NullMarked
package dev.letterlock.loadtest.ledger;

import org.jspecify.annotations.NullMarked;
