/** The kinds of value that a configuration key can have, and how each is read from text. */
@NullMarked
package dev.letterlock.server.config.value;

import org.jspecify.annotations.NullMarked;
