/** A Send on its way into the batch of a turn: route, roster, limits. */
@NullMarked
package dev.letterlock.server.delivery.sending;

import org.jspecify.annotations.NullMarked;
