/** The test vectors in docs/vectors/frames.json: made from the code and held against it. */
@NullMarked
package dev.letterlock.protocol.vectors;

import org.jspecify.annotations.NullMarked;
