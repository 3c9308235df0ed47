/** WebSocket connections of clients on Netty: one lean handler each, one flush a turn. */
@NullMarked
package dev.letterlock.client.transport;

import org.jspecify.annotations.NullMarked;
