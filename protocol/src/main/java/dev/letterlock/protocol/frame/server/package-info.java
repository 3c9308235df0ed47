/** The frames that the server sends to a client. */
@NullMarked
package dev.letterlock.protocol.frame.server;

import org.jspecify.annotations.NullMarked;
