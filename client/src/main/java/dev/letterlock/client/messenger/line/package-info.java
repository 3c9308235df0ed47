/** The connection of a profile and what it carries to the desk. */
@NullMarked
package dev.letterlock.client.messenger.line;

import org.jspecify.annotations.NullMarked;
