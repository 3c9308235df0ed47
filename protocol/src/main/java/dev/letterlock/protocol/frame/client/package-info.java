/** The frames that a client sends to the server. */
@NullMarked
package dev.letterlock.protocol.frame.client;

import org.jspecify.annotations.NullMarked;
