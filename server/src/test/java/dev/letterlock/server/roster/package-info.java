/** Rosters over stores that a test changes under them. */
@NullMarked
package dev.letterlock.server.roster;

import org.jspecify.annotations.NullMarked;
