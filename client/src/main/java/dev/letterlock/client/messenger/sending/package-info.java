/**
 * From a text to the bytes of a Send, and the outbox that they leave from.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.messenger.sending;

import org.jspecify.annotations.NullMarked;
