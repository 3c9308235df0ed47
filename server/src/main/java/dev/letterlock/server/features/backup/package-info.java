/** A copy of what a server keeps, made while it serves, and the way back. */
@NullMarked
package dev.letterlock.server.features.backup;

import org.jspecify.annotations.NullMarked;
