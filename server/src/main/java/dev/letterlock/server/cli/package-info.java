/** The commands of the command line; the only place that writes to standard output. */
@NullMarked
package dev.letterlock.server.cli;

import org.jspecify.annotations.NullMarked;
