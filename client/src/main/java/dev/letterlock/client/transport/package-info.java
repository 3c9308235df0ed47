/**
 * WebSocket connections of clients on Netty: one lean handler each, one flush a turn.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.transport;

import org.jspecify.annotations.NullMarked;
