/** What one event loop hands to the inbox engine in a turn, and what follows a commit. */
@NullMarked
package dev.letterlock.server.delivery.lane;

import org.jspecify.annotations.NullMarked;
