/**
 * What every command runs with: its surroundings, its configuration flags, its exit codes, and
 * JSON.
 */
@NullMarked
package dev.letterlock.server.cli.run;

import org.jspecify.annotations.NullMarked;
