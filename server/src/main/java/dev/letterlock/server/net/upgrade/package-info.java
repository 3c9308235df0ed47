/** The opening handshake of RFC 6455 §4 and the strict HTTP/1.1 below it. */
@NullMarked
package dev.letterlock.server.net.upgrade;

import org.jspecify.annotations.NullMarked;
