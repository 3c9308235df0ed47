/** The server's entry point and its one composition root. */
@NullMarked
package dev.letterlock.server;

import org.jspecify.annotations.NullMarked;
