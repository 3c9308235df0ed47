/** What only the ends of a conversation can do: seal and open. Never a dependency of the server. */
@NullMarked
package dev.letterlock.crypto.e2ee;

import org.jspecify.annotations.NullMarked;
