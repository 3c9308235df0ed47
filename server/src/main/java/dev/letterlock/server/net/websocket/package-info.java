/** RFC 6455 framing: bytes of a connection in, messages and control frames out, and back. */
@NullMarked
package dev.letterlock.server.net.websocket;

import org.jspecify.annotations.NullMarked;
