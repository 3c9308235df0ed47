/** Strict reading and writing of the fields of one frame. */
@NullMarked
package dev.letterlock.protocol.codec;

import org.jspecify.annotations.NullMarked;
