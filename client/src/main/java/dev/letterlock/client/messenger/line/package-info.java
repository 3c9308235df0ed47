/**
 * The connection of a profile and what it carries to the desk.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.messenger.line;

import org.jspecify.annotations.NullMarked;
