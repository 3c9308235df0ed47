/** From a text to the bytes of a Send, and the outbox that they leave from. */
@NullMarked
package dev.letterlock.client.messenger.sending;

import org.jspecify.annotations.NullMarked;
