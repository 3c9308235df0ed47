/** One message from a session to the inbox engine and from there to the sessions it is for. */
@NullMarked
package dev.letterlock.server.delivery;

import org.jspecify.annotations.NullMarked;
