/** Tests of the framing, and what other tests need to speak as a client does. */
@NullMarked
package dev.letterlock.server.net.websocket;

import org.jspecify.annotations.NullMarked;
