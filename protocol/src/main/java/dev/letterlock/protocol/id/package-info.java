/** Who, which message and how far: the fixed-size names that travel on the wire. */
@NullMarked
package dev.letterlock.protocol.id;

import org.jspecify.annotations.NullMarked;
