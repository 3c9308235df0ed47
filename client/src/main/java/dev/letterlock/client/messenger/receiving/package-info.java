/**
 * From what the inbox brings to what a person sees.
 *
 * <p>Internal: applications use {@link dev.letterlock.client.messenger.Messenger}.
 */
@NullMarked
package dev.letterlock.client.messenger.receiving;

import org.jspecify.annotations.NullMarked;
