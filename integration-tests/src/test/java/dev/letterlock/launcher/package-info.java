/** The launcher script, run as a user runs it. */
@NullMarked
package dev.letterlock.launcher;

import org.jspecify.annotations.NullMarked;
