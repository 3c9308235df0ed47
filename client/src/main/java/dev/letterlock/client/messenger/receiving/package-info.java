/** From what the inbox brings to what a person sees. */
@NullMarked
package dev.letterlock.client.messenger.receiving;

import org.jspecify.annotations.NullMarked;
