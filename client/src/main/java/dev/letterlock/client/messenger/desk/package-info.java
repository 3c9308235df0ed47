/**
 * The one thread of a profile, what every step on it uses, and how refusals are told.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.messenger.desk;

import org.jspecify.annotations.NullMarked;
