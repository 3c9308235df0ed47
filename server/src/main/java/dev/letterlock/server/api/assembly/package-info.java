/** Puts the use cases and their HTTP API together for the composition root. */
@NullMarked
package dev.letterlock.server.api.assembly;

import org.jspecify.annotations.NullMarked;
