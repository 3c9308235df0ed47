/** Tests of the wake-ups, and a receiver that behaves well or badly. */
@NullMarked
package dev.letterlock.server.notify;

import org.jspecify.annotations.NullMarked;
