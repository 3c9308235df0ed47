/** The sessions of a run: real clients that encrypt, verify and acknowledge. */
@NullMarked
package dev.letterlock.loadtest.peer;

import org.jspecify.annotations.NullMarked;
