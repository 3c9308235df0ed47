/** The client library: end-to-end encrypted conversations that survive a crash on either side. */
@NullMarked
package dev.letterlock.client.messenger;

import org.jspecify.annotations.NullMarked;
