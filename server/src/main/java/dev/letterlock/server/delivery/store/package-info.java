/** Delivery's ports over the blocking stores, on virtual threads. */
@NullMarked
package dev.letterlock.server.delivery.store;

import org.jspecify.annotations.NullMarked;
