/** The HTTP API over real sockets and real stores. */
@NullMarked
package dev.letterlock.server.api;

import org.jspecify.annotations.NullMarked;
