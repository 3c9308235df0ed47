/** Tests of connections without and with sockets. */
@NullMarked
package dev.letterlock.server.net;

import org.jspecify.annotations.NullMarked;
