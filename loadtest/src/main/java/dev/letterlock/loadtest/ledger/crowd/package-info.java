/** Devices that do nothing but hold a session, thousands in a process of their own. */
@NullMarked
package dev.letterlock.loadtest.ledger.crowd;

import org.jspecify.annotations.NullMarked;
